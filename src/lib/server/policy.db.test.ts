import { v7 as uuidv7 } from 'uuid';
import { afterAll, describe, expect, it } from 'vitest';
import type { Role, Verb } from '#lib/domain/role.ts';
import { POLICY, ROLES, allows } from '#lib/domain/role.ts';
import { testDatabase } from '../../../tests/database/database.ts';
import { execution } from '../../../tests/database/executions.ts';
import { member } from '../../../tests/database/people.ts';
import { checker } from '../../../tests/database/worker.ts';
import { acting, type Actor } from './actor.ts';
import * as executions from './executions/index.ts';
import * as scripts from './scripts/index.ts';
import * as triggers from './triggers/index.ts';

const database = await testDatabase();
afterAll(await checker(database));
const at = { path: 'http://localhost:3001', host: { before: 'http://', after: '.localhost:3001' } };
const request = { method: 'GET', path: '/', headers: {}, query: {}, body: '' };

interface There {
	script: string;
	execution: string;
}

/** Every verb of a project, as a person would use it on a thing that is there. */
const VERBS: { name: string; verb: Verb; use: (actor: Actor, there: There) => Promise<unknown> }[] = [
	{ name: 'scripts.list', verb: 'script.read', use: (actor) => scripts.list(actor, at) },
	{ name: 'scripts.get', verb: 'script.read', use: (actor, { script }) => scripts.get(actor, script, at) },
	{ name: 'scripts.history', verb: 'script.read', use: (actor, { script }) => scripts.history(actor, script) },
	{
		name: 'scripts.compare',
		verb: 'script.read',
		use: (actor, { script }) => scripts.compare(actor, script, 'draft', 'draft')
	},
	{ name: 'scripts.suggestName', verb: 'script.create', use: (actor) => scripts.suggestName(actor) },
	{ name: 'scripts.create', verb: 'script.create', use: (actor) => scripts.create(actor, `new-${uuidv7().slice(-8)}`) },
	{
		name: 'scripts.saveDraft',
		verb: 'script.edit',
		use: (actor, { script }) => scripts.saveDraft(actor, script, '1', 1)
	},
	{
		name: 'scripts.setLimits',
		verb: 'script.edit',
		use: (actor, { script }) => scripts.setLimits(actor, script, {})
	},
	{
		name: 'scripts.publish',
		verb: 'script.publish',
		use: (actor, { script }) => scripts.publish(actor, script, { revision: 1, message: '' })
	},
	{
		name: 'scripts.runDraft',
		verb: 'script.run',
		use: (actor, { script }) => scripts.runDraft(actor, script, '1', request)
	},
	{ name: 'triggers.edit', verb: 'trigger.edit', use: (actor, { script }) => triggers.edit(actor, script, settings()) },
	{
		name: 'scripts.rename',
		verb: 'script.rename',
		use: (actor, { script }) => scripts.rename(actor, script, `${script}-2`)
	},
	{
		name: 'scripts.remove',
		verb: 'script.delete',
		use: (actor, { script }) => scripts.remove(actor, script, script)
	},
	{ name: 'executions.list', verb: 'execution.read', use: (actor) => executions.list(actor) },
	{ name: 'executions.latest', verb: 'execution.read', use: (actor) => executions.latest(actor, []) },
	{ name: 'executions.losses', verb: 'execution.read', use: (actor) => executions.losses(actor) },
	{
		name: 'executions.get',
		verb: 'execution.read',
		use: (actor, there) => executions.get(actor, there.execution)
	}
];

/** Those that name a thing, which in another project is not there. */
const NAMING = VERBS.filter(({ use }) => use.length === 2);

const settings = () => ({ methods: ['GET' as const], path: `/p-${uuidv7()}` });

async function there(owner: Actor): Promise<There> {
	const script = `script-${uuidv7().slice(-8)}`;
	const { id: scriptId } = await scripts.create(owner, script);
	return { script, execution: await execution(database, { projectId: owner.project.id, scriptId }) };
}

describe.each(VERBS)('$name', ({ verb, use }) => {
	it.each(ROLES)(`does for a role (%s) what the policy says of ${verb}`, async (role: Role) => {
		const owner = await member(database);
		const actor = await member(database, { role, of: owner.project });
		const used = use(actor, await there(owner));
		if (allows(role, verb)) await expect(used).resolves.not.toThrow();
		else await expect(used).rejects.toMatchObject({ status: 403, code: 'forbidden' });
	});
});

describe.each(NAMING)('$name', ({ use }) => {
	it('does not find what is in another project, even for its owner who is an owner here as well', async () => {
		const [here, elsewhere] = [await member(database), await member(database)];
		await expect(use(here, await there(elsewhere))).rejects.toMatchObject({ status: 404, code: 'not_found' });
	});
});

it('rolling back and following a run ask the policy and the project too', async () => {
	const [here, elsewhere] = [await member(database), await member(database)];
	const { script } = await there(elsewhere);
	await scripts.publish(elsewhere, script, { revision: 1, message: '' });
	const run = await scripts.runDraft(elsewhere, script, '1', request);
	await expect(scripts.rollback(here, script, 1)).rejects.toMatchObject({ status: 404 });
	await expect(scripts.followRun(here, script, run)).rejects.toMatchObject({ status: 404 });
	const mine = await there(here);
	await expect(scripts.followRun(here, mine.script, run)).rejects.toMatchObject({ status: 404 });
	const viewer = await member(database, { role: 'viewer', of: elsewhere.project });
	await expect(scripts.rollback(viewer, script, 1)).rejects.toMatchObject({ status: 403 });
	await expect(scripts.followRun(viewer, script, run)).rejects.toMatchObject({ status: 403 });
});

it('every row of the policy but the project itself is used by a verb here', () => {
	const used = new Set<Verb>(VERBS.map(({ verb }) => verb));
	expect(Object.keys(POLICY).filter((verb) => !used.has(verb as Verb))).toEqual(['project.read']);
});

describe('acting in a project', () => {
	it('needs somebody to be signed in', async () => {
		const { project } = await member(database);
		await expect(acting(database, undefined, project.name)).rejects.toMatchObject({ status: 401 });
	});

	it('answers a project of others as one that does not exist', async () => {
		const [one, other] = [await member(database), await member(database)];
		const tries = [other.project.name, 'no-such-project'].map((name) => acting(database, one.user, name));
		const [theirs, nobodys] = await Promise.all(tries.map((attempt) => attempt.catch((error: unknown) => error)));
		expect(theirs).toMatchObject({ status: 404 });
		expect(String(theirs)).toBe(String(nobodys));
	});
});
