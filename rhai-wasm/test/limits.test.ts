import { describe, expect, test } from 'vitest';
import type { Limits } from '../ts/index.ts';
import { engine, limits, run } from './engine.ts';

const never = () => new Promise<never>(() => undefined);

/** Each limit with a small value and a script that passes it. */
const cases: [name: keyof Limits, value: number, script: string, message: RegExp][] = [
	['operations', 100_000, 'loop { }', /^operations limit of 100,000 reached/],
	['cpu_time_ms', 60, 'loop { }', /^CPU time limit of 60 ms reached/],
	['wall_time_ms', 60, 'loop { }', /^wall time limit of 60 ms reached/],
	['service_calls', 3, 'loop { time::sleep(1) }', /^limit of 3 service calls reached/],
	['log_bytes', 1_000, 'loop { print("again") }', /^log limit of 1,000 bytes reached/],
	[
		'response_bytes',
		1_000,
		'"x" + [1].map(|x| { let s = "x"; for i in 0..11 { s += s } s })[0]',
		/^response limit of 1,000 bytes/
	],
	['call_depth', 16, 'fn f(n) { f(n + 1) } f(0)', /^call depth limit of 16 reached/],
	[
		'memory_bytes',
		8 * 1024 * 1024,
		'let s = "0123456789abcdef"; loop { s += s }',
		/^memory limit of 8,388,608 bytes reached/
	],
	['source_bytes', 20, 'let a = "a source that is too long"', /^source limit of 20 bytes reached/]
];

describe('every limit ends the run with an error that names it and its value', () => {
	test.each(cases)('%s', async (name, value, script, message) => {
		const result = await run(script, {
			limits: { [name]: value },
			callService: () => Promise.resolve({ ok: true, value: 'null' })
		});
		expect(result).toMatchObject({
			ok: false,
			error: { kind: 'limit', code: `limit.${name}`, limit: { name, value } }
		});
		expect(result.ok ? '' : result.error.message).toMatch(message);
	});

	test('nothing catches a limit', async () => {
		const result = await run('loop { try { loop { } } catch { } }', { limits: { operations: 10_000 } });
		expect(result).toMatchObject({ ok: false, error: { code: 'limit.operations' } });
	});

	test('callbacks of native functions count', async () => {
		const script = 'let a = []; a.pad(1000, 0); loop { a.map(|x| x + 1) }';
		const result = await run(script, { limits: { operations: 50_000 } });
		expect(result).toMatchObject({
			ok: false,
			error: { code: 'limit.operations' },
			statistics: { operations: 50_001 }
		});
	});

	test('a service that never answers ends at the wall time limit', async () => {
		const result = await run('time::sleep(1)', { limits: { wall_time_ms: 50 }, callService: never });
		expect(result).toMatchObject({ ok: false, error: { code: 'limit.wall_time_ms', line: 1, column: 7 } });
	});

	test('waiting costs wall time, not CPU time', async () => {
		const result = await run('time::sleep(1); 1', {
			limits: { cpu_time_ms: 40 },
			callService: async () => {
				await new Promise((resolve) => setTimeout(resolve, 80));
				return { ok: true, value: 'null' };
			}
		});
		expect(result).toMatchObject({ ok: true, value: '1' });
	});

	test('nested expressions have a depth', async () => {
		const result = await run(`${'('.repeat(100)}1${')'.repeat(100)}`);
		expect(result).toMatchObject({
			ok: false,
			error: { kind: 'limit', limit: { name: 'expression_depth', value: 64 } }
		});
	});

	test('a limit is no leftover for the next run', async () => {
		const instance = engine.instantiate();
		instance.compile('let n = 0; while n < event.n { n += 1 } n');
		const small = { ...limits, operations: 1_000 };
		const context = '{}';
		expect(await instance.run({ event: '{"n":10000}', context, limits: small })).toMatchObject({ ok: false });
		expect(await instance.run({ event: '{"n":10000}', context, limits })).toMatchObject({ ok: true, value: '10000' });
	});
});
