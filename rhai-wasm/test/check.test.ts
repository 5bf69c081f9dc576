import { describe, expect, test } from 'vitest';
import { engine } from './engine.ts';

describe('check', () => {
	test('a good source has no diagnostics', () => {
		expect(engine.check('let x = 1; x')).toEqual({ diagnostics: [], functions: [], imports: [] });
	});

	test.each([
		['let x = 1;\nlet y = (1 + ;', 2, 14],
		['fn f( { }', 1, 7],
		['let s = "abc', 1, 9],
		['if true {', 1, 10],
		['', 0, 0]
	])('%j', (source, line, column) => {
		const { diagnostics } = engine.check(source);
		if (line === 0) expect(diagnostics).toEqual([]);
		else expect(diagnostics).toMatchObject([{ severity: 'error', line, column }]);
	});

	test('the word at fault is marked to its end', () => {
		expect(engine.check('let x = 1;\nlet let = 2;').diagnostics).toMatchObject([{ line: 2, column: 5, endColumn: 8 }]);
	});

	test('functions are listed with their place, parameters and documentation', () => {
		const source =
			'/// Adds.\n/// Both.\nfn add(a, b) { a + b }\n\n/** Hidden\n * one. */\nprivate fn sub(a) {\n\ta\n}\nlet f = |x| x;\n  fn add(a) { a }';
		expect(engine.check(source).functions).toEqual([
			{ name: 'add', parameters: ['a', 'b'], private: false, docs: 'Adds.\nBoth.', line: 3, column: 4 },
			{ name: 'sub', parameters: ['a'], private: true, docs: 'Hidden\none.', line: 7, column: 12 },
			{ name: 'add', parameters: ['a'], private: false, docs: '', line: 11, column: 6 }
		]);
	});

	test('imports are listed, those inside functions too', () => {
		expect(engine.check('import "a" as a; fn f() { import "b" as b; }').imports).toEqual(['a', 'b']);
	});

	test('a source that is too long is one diagnostic', () => {
		expect(engine.check('x'.repeat(300 * 1024)).diagnostics).toMatchObject([{ code: 'limit.source_bytes' }]);
	});

	test('a source that nests too deeply is one diagnostic, and the next check is well', () => {
		expect(engine.check('('.repeat(200_000)).diagnostics).toMatchObject([{ code: 'limit.expression_depth' }]);
		expect(engine.check('1').diagnostics).toEqual([]);
	});
});

describe('metadata', () => {
	const functions = engine.metadata();

	test("PiCloud's namespaces come first, then Rhai's library", () => {
		const firstStandard = functions.findIndex((known) => known.standard);
		expect(functions.slice(0, firstStandard).map((known) => known.signature)).toEqual(
			expect.arrayContaining([
				'log::info(message: ?, fields: Map)',
				'time::sleep(ms: i64)',
				'respond(status: i64, body: ?) -> Response'
			])
		);
		expect(functions.slice(firstStandard).every((known) => known.standard)).toBe(true);
	});

	test('every function of PiCloud is documented', () => {
		expect(functions.filter((known) => !known.standard && known.docs === '')).toEqual([]);
	});

	test("Rhai's own functions have their documentation", () => {
		expect(functions.find((known) => known.name === 'index_of' && known.standard)?.docs).toContain('array');
	});
});
