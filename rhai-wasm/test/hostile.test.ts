import { describe, expect, test } from 'vitest';
import { engine, failure, limits, run } from './engine.ts';

/** Lines that double a constant: 2^25 times 16 bytes if somebody folds constants while parsing. */
const doubling = [
	'const A0 = "0123456789abcdef";',
	...Array.from({ length: 25 }, (_, n) => `const A${n + 1} = A${n} + A${n};`)
];

describe('a hostile script ends by the right limit, and says so', () => {
	test.each([
		['a loop without end', 'loop { }', 'operations', { operations: 1_000_000 }],
		['recursion without end', 'fn f(n) { f(n + 1) } f(0)', 'call_depth', {}],
		['recursion through a closure', 'let f = |f, n| f.call(f, n + 1); f.call(f, 0)', 'call_depth', {}],
		['a string that doubles for ever', 'let s = "0123456789abcdef"; loop { s += s }', 'memory_bytes', {}],
		[
			'a map of millions of keys',
			'let m = #{}; let i = 0; loop { m[`key ${i}`] = i; i += 1 }',
			'memory_bytes',
			{ memory_bytes: 16 << 20 }
		],
		['an array of 200 MB', 'let a = []; a.pad(13000000, 0); a.len()', 'memory_bytes', {}],
		['a blob of 1 GB', 'blob(1000000000).len()', 'memory_bytes', {}],
		['an answer too big', 'let s = "x"; for i in 0..23 { s += s } s', 'response_bytes', {}],
		['an answer too big, as JSON', 'let a = []; a.pad(1000000, 1); a', 'response_bytes', { response_bytes: 1_000_000 }],
		['logging in a loop', 'loop { log::info("x", #{a: 1}) }', 'log_bytes', {}],
		['empty lines in a loop', 'loop { print("") }', 'log_bytes', {}],
		['one huge line', 'let s = "x"; for i in 0..20 { s += s } print(s); loop { }', 'log_bytes', {}],
		['source that explodes while compiling', doubling.join('\n'), 'memory_bytes', {}]
	] as const)('%s', async (_about, source, name, changed) => {
		const result = await run(source, { limits: changed });
		expect(result).toMatchObject({ ok: false, error: { kind: 'limit', limit: { name } } });
		expect(result.statistics.memory_bytes).toBeLessThanOrEqual(limits.memory_bytes);
	});

	test('compiling constants that double costs nothing: they are not folded', () => {
		const instance = engine.instantiate();
		const before = instance.memoryBytes;
		expect(instance.compile(doubling.join('\n'))).toMatchObject({ ok: true });
		expect(instance.memoryBytes).toBe(before);
	});

	test('throwing something huge keeps its beginning', async () => {
		const error = await failure('let s = "ä"; for i in 0..20 { s += s } throw s');
		expect(error).toMatchObject({ kind: 'thrown', valueCut: true });
		expect(error.value?.length).toBeLessThanOrEqual(16 * 1024);
		expect(error.message.length).toBeLessThanOrEqual(4 * 1024);
	});

	test('throwing a huge map is bounded, too', async () => {
		const error = await failure('let a = []; a.pad(100000, "abc"); throw #{a: a}');
		expect(error).toMatchObject({ kind: 'thrown', valueCut: true });
		expect(error.value?.length).toBeLessThanOrEqual(17 * 1024);
	});

	test('a loop of slow native calls gives up its thread every few dozen of them', async () => {
		let slices = 0;
		const result = await run('let a = []; a.pad(1000000, 0); for i in 0..400 { a.reverse() } a.len()', {
			yieldSlice: () => {
				slices += 1;
				return Promise.resolve();
			}
		});
		expect(result).toMatchObject({ ok: true });
		expect(slices).toBeGreaterThan(2);
	});

	test('a value nested a million deep is an error, not a crash', async () => {
		const result = await run('let a = []; for i in 0..1000000 { a = [a] } a.len()');
		expect(result).toMatchObject({ ok: false, error: { kind: 'limit' }, reusable: false });
	});

	test('a result that nests too deeply is refused', async () => {
		expect(await failure('let a = []; for i in 0..500 { a = [a] } a')).toMatchObject({ code: 'response.too_deep' });
	});

	test('a value that contains itself is refused', async () => {
		const result = await run('let m = #{}; let f = || m; m.f = f; m');
		expect(result.reusable).toBe(true);
	});

	test('megabytes of brackets are refused while parsing', async () => {
		expect(await failure('['.repeat(200_000))).toMatchObject({ kind: 'limit', limit: { name: 'expression_depth' } });
	});

	test('a trap poisons the instance, and the next instance is well', async () => {
		const instance = engine.instantiate({ memory_bytes: 8 << 20 });
		instance.compile('let s = "0123456789abcdef"; loop { s += s }');
		const options = { event: 'null', context: '{}', limits };
		expect(await instance.run(options)).toMatchObject({ ok: false, reusable: false });
		expect(instance.poisoned).toBe(true);
		await expect(instance.run(options)).rejects.toThrow('trapped');
		expect(await run('1 + 1')).toMatchObject({ ok: true, value: '2' });
	});
});
