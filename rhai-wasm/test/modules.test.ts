import { describe, expect, test } from 'vitest';
import { engine, failure, run, value } from './engine.ts';

const prices =
	'const RATE = 2;\nfn total(x) { x * global::RATE }\nfn broken(x) {\n\tx / 0\n}\nexport const VERSION = 3;\nprivate fn hidden() { 1 }';
const modules = { prices, 'lib/nested': 'import "prices" as p;\nfn twice(x) { p::total(x) * 2 }' };

describe('import', () => {
	test.each([
		['functions are called through the name', 'import "prices" as p; p::total(21)', '42'],
		['exported constants are read', 'import "prices" as p; p::VERSION', '3'],
		['modules import modules', 'import "lib/nested" as n; n::twice(1)', '4'],
		['functions of the script use it when they import it', 'fn f() { import "prices" as p; p::total(1) } f()', '2']
	])('%s', async (_about, script, json) => {
		expect(await value(script, { modules })).toBe(json);
	});

	test('compile answers the names a script imports', () => {
		const instance = engine.instantiate();
		expect(instance.compile('import "prices" as p; import "lib/nested" as n;', modules)).toEqual({
			ok: true,
			imports: ['prices', 'lib/nested']
		});
	});

	test('a module that is missing is named, where it is imported', async () => {
		expect(await failure('\nimport "nothing" as n;')).toMatchObject({ code: 'module_not_found', line: 2, column: 8 });
		expect((await failure('\nimport "nothing" as n;')).message).toContain("'nothing'");
	});

	test('a module missing from a module says which module wanted it', async () => {
		const error = await failure('import "a" as a;', { modules: { a: '\n\nimport "b" as b;' } });
		expect(error).toMatchObject({ code: 'module_not_found', module: 'a', line: 3 });
	});

	test('a module that does not parse says so at its own line', async () => {
		const error = await failure('import "a" as a;', { modules: { a: 'let x = 1;\nlet y = ;' } });
		expect(error).toMatchObject({ kind: 'syntax', module: 'a', line: 2, column: 9 });
	});

	test('an error in a module has its module in place and stack', async () => {
		const error = await failure('import "prices" as p;\np::broken(1)', { modules });
		expect(error).toMatchObject({ code: 'division_by_zero', module: 'prices', line: 4, column: 4 });
		expect(error.stack).toEqual([
			{ function: 'broken', module: 'prices', line: 4, column: 4 },
			{ function: '', line: 2, column: 4 }
		]);
	});

	test('an error in the body of a module is placed there', async () => {
		const error = await failure('\nimport "a" as a;', { modules: { a: '\n\nthrow "no"' } });
		expect(error).toMatchObject({ kind: 'thrown', module: 'a', line: 3 });
		expect(error.stack.map((frame) => [frame.module, frame.line])).toEqual([
			['a', 3],
			[undefined, 2]
		]);
	});

	test('a circle is an error', async () => {
		const circle = { a: 'import "b" as b;', b: 'import "a" as a;' };
		expect(await failure('import "a" as a;', { modules: circle })).toMatchObject({ code: 'module.circular' });
	});

	test('private functions stay private', async () => {
		expect(await failure('import "prices" as p; p::hidden()', { modules })).toMatchObject({
			code: 'function_not_found'
		});
	});

	test('a module sees event, and runs once a run', async () => {
		const counted = { a: 'log::info("loaded"); fn n() { event.n }' };
		const result = await run('import "a" as x; import "a" as y; x::n() + y::n()', {
			modules: counted,
			event: '{"n":4}'
		});
		expect(result).toMatchObject({ ok: true, value: '8' });
		expect(result.logs).toHaveLength(1);
	});
});
