import { describe, expect, it } from 'vitest';
import { allows, POLICY, ROLES, type Verb } from './role.ts';

describe('the policy', () => {
	const table: [Verb, boolean, boolean, boolean][] = [
		['project.read', true, true, true],
		['script.read', true, true, true],
		['execution.read', true, true, true],
		['script.create', false, true, true],
		['script.edit', false, true, true],
		['script.publish', false, true, true],
		['script.rename', false, true, true],
		['script.delete', false, true, true],
		['script.run', false, true, true],
		['trigger.edit', false, true, true]
	];

	it.each(table)('%s: viewer %s, editor %s, owner %s', (verb, viewer, editor, owner) => {
		expect(ROLES.map((role) => allows(role, verb))).toEqual([viewer, editor, owner]);
	});

	it('is tested in every verb', () => {
		expect(table.map(([verb]) => verb).sort()).toEqual(Object.keys(POLICY).sort());
	});
});
