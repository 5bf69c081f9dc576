import { describe, expect, test } from 'vitest';
import type { LogLine, ServiceAnswer } from '../ts/index.ts';
import { engine, failure, limits, run, value } from './engine.ts';

const refused: ServiceAnswer = { ok: false, code: 'time.broken', message: 'no clock', details: '{"retry_in":2.0}' };

describe('services', () => {
	test('arguments and answers are JSON text and stay exact', async () => {
		const calls: string[] = [];
		await value('time::sleep(9007199254740993)', {
			callService: (namespace, name, argumentsJson) => {
				calls.push(`${namespace}::${name}${argumentsJson}`);
				return Promise.resolve({ ok: true, value: '2.0' });
			}
		});
		expect(calls).toEqual(['time::sleep[1000000000000]']);
	});

	test('a refusal is an error that can be caught, with code, message and details', async () => {
		const script = 'let seen = (); try { time::sleep(1) } catch (e) { seen = e } seen';
		expect(await value(script, { callService: () => Promise.resolve(refused) })).toBe(
			'{"code":"time.broken","message":"no clock","retry_in":2.0}'
		);
	});

	test('a refusal that nobody catches keeps its code, where the call was made', async () => {
		const error = await failure('1;\n  time::sleep(1)', { callService: () => Promise.resolve(refused) });
		expect(error).toMatchObject({ kind: 'thrown', code: 'time.broken', message: 'no clock', line: 2, column: 9 });
	});

	test('a refusal that is caught and thrown again keeps its code', async () => {
		const script = 'try { time::sleep(1) } catch (e) { throw e }';
		expect(await failure(script, { callService: () => Promise.resolve(refused) })).toMatchObject({
			code: 'time.broken'
		});
	});

	test('a service that throws, or is not there, is a refusal too', async () => {
		const rejects = () => Promise.reject(new Error('connection lost'));
		expect(await failure('sleep(1)', { callService: rejects })).toMatchObject({
			code: 'service.failed',
			message: 'connection lost'
		});
		expect(await failure('sleep(1)')).toMatchObject({ code: 'service.unavailable' });
	});

	test('an answer that is not JSON is a malformed answer, not a crash', async () => {
		const result = await failure('time::sleep(1); 1', {
			callService: () => Promise.resolve({ ok: false, code: 'a', message: '"', details: '{oops}' })
		});
		expect(result).toMatchObject({ code: 'service.malformed_answer' });
	});

	test('a hundred scripts wait at once', async () => {
		const waits = Array.from({ length: 100 }, () =>
			run('time::sleep(20); event.n', {
				event: '{"n":1}',
				callService: async () => {
					await new Promise((resolve) => setTimeout(resolve, 20));
					return { ok: true, value: 'null' };
				}
			})
		);
		for (const result of await Promise.all(waits)) expect(result).toMatchObject({ ok: true, value: '1' });
	});

	test('an answer larger than the memory left is the memory limit', async () => {
		const huge = JSON.stringify('x'.repeat(9_000_000));
		const result = await run('time::sleep(1); 1', {
			limits: { memory_bytes: 8 << 20 },
			callService: () => Promise.resolve({ ok: true, value: huge })
		});
		expect(result).toMatchObject({ ok: false, error: { limit: { name: 'memory_bytes' } }, reusable: false });
	});
});

describe('the clock', () => {
	test('scripts see the host clock only', async () => {
		let now = 1_795_527_019_042;
		const script = 'let t = timestamp(); let a = time::now(); [a, time::iso(), t.elapsed, timestamp() - t]';
		expect(await value(script, { now: () => (now += 0) })).toBe('[1795527019042,"2026-11-24T13:30:19.042Z",0.0,0.0]');
		expect(await value(script, { now: () => (now += 500) })).toContain('"2026-11-24T13:30:20.542Z"');
	});

	test('reading it is no service call, sleeping is', async () => {
		const result = await run('time::now(); timestamp(); sleep(0.001); sleep(0); 1', {
			callService: () => Promise.resolve({ ok: true, value: 'null' })
		});
		expect(result).toMatchObject({ ok: true, statistics: { service_calls: 1 } });
	});
});

describe('logs', () => {
	test('lines have level, place, fields and time, and are handed over as they are written', async () => {
		const live: LogLine[] = [];
		const script = 'print("one");\ndebug("two");\nlog::warn("three", #{n: 2.0});\nlog::error(#{a: 1});';
		const result = await run(script, { onLog: (line) => live.push(line) });
		expect(result.logs).toMatchObject([
			{ level: 'info', message: 'one' },
			{ level: 'debug', message: '"two"', line: 2 },
			{ level: 'warn', message: 'three', fields: '{"n":2.0}', line: 3 },
			{ level: 'error', message: '#{"a": 1}', line: 4 }
		]);
		expect(live).toEqual(result.logs);
		expect(result.logsCut).toBe(false);
	});

	test('a line past the limit is cut, and ends the run', async () => {
		const result = await run('let s = "y"; s.pad(5000, "x"); print(s); 1', { limits: { log_bytes: 100 } });
		expect(result).toMatchObject({ ok: false, logsCut: true, error: { code: 'limit.log_bytes' } });
		expect(result.logs[0]?.message.length).toBeLessThan(100);
	});
});

describe('time slices', () => {
	test('a busy script lets others run', async () => {
		let turns = 0;
		const result = await run('let n = 0; while n < 600000 { n += 1 } n', {
			yieldSlice: () => {
				turns += 1;
				return Promise.resolve();
			}
		});
		expect(result).toMatchObject({ ok: true });
		expect(turns).toBeGreaterThan(3);
		expect(result.statistics.cpu_ms / (turns + 1)).toBeLessThan(50);
	});

	test('an instance refuses a second run while one waits', async () => {
		const instance = engine.instantiate();
		instance.compile('time::sleep(1); 1');
		let answer: (given: ServiceAnswer) => void = () => undefined;
		const options = { event: 'null', context: '{}', limits };
		const first = instance.run({ ...options, callService: () => new Promise((resolve) => (answer = resolve)) });
		await expect(instance.run(options)).rejects.toThrow('one invocation');
		answer({ ok: true, value: 'null' });
		expect(await first).toMatchObject({ ok: true, value: '1' });
	});
});
