import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { isId, ProjectName, RESERVED_NAMES, ScriptName, suggestName } from './names.ts';

describe('a name', () => {
	it.each(['a', '7', 'hello', 'hello-world', 'a--b', 'x'.repeat(63)])('may be %s', (name) => {
		expect(v.is(ProjectName, name)).toBe(true);
		expect(v.is(ScriptName, name)).toBe(true);
	});

	it.each(['', '-a', 'a-', 'A', 'a_b', 'a.b', 'a/b', 'ä', 'a b', 'x'.repeat(64), '.picloud', 'a\n'.concat('b')])(
		'may not be %j, which is no DNS label',
		(name) => {
			expect(v.is(ProjectName, name)).toBe(false);
			expect(v.is(ScriptName, name)).toBe(false);
		}
	);

	it('of a project is none of the addresses of the dashboard', () => {
		for (const name of RESERVED_NAMES) expect(v.is(ProjectName, name)).toBe(false);
	});

	it('of a script is not the page that makes one', () => {
		expect(v.is(ScriptName, 'new')).toBe(false);
		expect(v.is(ScriptName, 'login')).toBe(true);
	});

	it.each([
		['Ada Lovelace', 'ada-lovelace'],
		['  Ünïcödé  ', 'u-ni-co-de'],
		['!!!', 'my-project'],
		['', 'my-project'],
		['admin', 'my-project'],
		['日本', 'my-project'],
		['a'.repeat(99), 'a'.repeat(40)]
	])('made from %j is %s', (text, name) => {
		expect(suggestName(text)).toBe(name);
	});

	it('made from anything is a good one', () => {
		for (const text of ['Ada', 'x-', '-'.repeat(50), 'setup', 'New York!', `${'a'.repeat(39)}-b`, '\0'])
			expect(v.is(ProjectName, suggestName(text))).toBe(true);
	});
});

describe('an id', () => {
	it.each([
		['019243ae-7f00-7abc-8def-0123456789ab', true],
		['019243ae', false],
		['', false],
		["' or 1=1", false]
	])('%j: %s', (text, is) => {
		expect(isId(text)).toBe(is);
	});
});
