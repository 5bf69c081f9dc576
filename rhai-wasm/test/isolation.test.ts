import { describe, expect, test } from 'vitest';
import { engine, limits, value } from './engine.ts';

const options = { event: '{"kind":"http","n":1,"params":{"name":"Ada"}}', context: '{"project":"shop"}', limits };

describe('what a script sees', () => {
	const http = { event: options.event, context: options.context };

	test.each([
		['event, req and ctx at the top', '[event.n, req.params.name, ctx.project]', '[1,"Ada","shop"]'],
		['the same in functions', 'fn f() { [event.n, req.params.name, ctx.project] } f()', '[1,"Ada","shop"]'],
		['the same in closures', '[1].map(|x| [event.n, req.params.name, ctx.project])[0]', '[1,"Ada","shop"]'],
		['the same in closures of functions', 'fn f() { [1].map(|x| x + event.n)[0] } f()', '2'],
		['a variable of its own by that name', 'let event = 7; let f = || event + 1; f.call()', '8'],
		['a parameter of that name', 'fn f(req) { req } f(3)', '3'],
		['a copy, when it is put into a variable', 'let e = event; e.n = 5; [e.n, event.n]', '[5,1]']
	])('%s', async (_about, script, json) => {
		expect(await value(script, http)).toBe(json);
	});

	test('req is unit when the event is no request', async () => {
		expect(await value('req', { event: '{"kind":"queue"}' })).toBe('null');
	});

	test.each(['event = 1', 'ctx = 1', 'req = 1'])('%s is refused', async (script) => {
		await expect(value(script, http)).rejects.toThrow();
	});
});

describe('nothing of a run is left for the next', () => {
	test('an event, a variable and a log line are gone', async () => {
		const instance = engine.instantiate();
		instance.compile('print("hi"); let seen = is_def_var("left"); let left = 1; [seen, event?.secret]');
		const first = await instance.run({ ...options, event: '{"secret":"s"}' });
		const second = await instance.run({ ...options, event: '{}' });
		expect(first).toMatchObject({ value: '[false,"s"]', reusable: true, logs: [{ message: 'hi' }] });
		expect(second).toMatchObject({ value: '[false,null]', logs: [{ message: 'hi' }] });
	});

	test('a change to the event is gone', async () => {
		const instance = engine.instantiate();
		instance.compile('let before = event.list.len(); try { event.list.push(1) } catch { } before');
		for (let run = 0; run < 2; run++) {
			expect(await instance.run({ ...options, event: '{"list":[]}' })).toMatchObject({ value: '0' });
		}
	});

	test('a failed run leaves a usable instance, ten thousand runs do not grow it', async () => {
		const instance = engine.instantiate();
		instance.compile('if event.n == 0 { throw "no" } let s = ""; for i in 0..20 { s += `${i},` } s');
		const size = instance.memoryBytes;
		for (let run = 0; run < 10_000; run++) {
			const result = await instance.run({ ...options, event: `{"n":${String(run % 2)}}` });
			if (!result.reusable) throw new Error(`run ${String(run)} grew the instance`);
		}
		expect(instance.memoryBytes).toBe(size);
	});

	test('a run that grew the memory says that its instance is not to be used again', async () => {
		const instance = engine.instantiate();
		instance.compile('let s = "x"; for i in 0..event.n { s += s } s.len()');
		expect(await instance.run({ ...options, event: '{"n":3}' })).toMatchObject({ value: '8', reusable: true });
		const grown = await instance.run({ ...options, event: '{"n":23}' });
		expect(grown).toMatchObject({ ok: true, reusable: false });
		expect(grown.statistics.memory_bytes).toBe(instance.memoryBytes);
	});

	test('a script that is replaced is gone', async () => {
		const instance = engine.instantiate();
		instance.compile('fn f() { 1 } f()');
		instance.compile('2');
		expect(await instance.run(options)).toMatchObject({ value: '2' });
		expect(instance.compile('let')).toMatchObject({ ok: false });
		expect(await instance.run(options)).toMatchObject({ ok: false, error: { code: 'host.not_compiled' } });
	});
});
