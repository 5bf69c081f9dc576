import { describe, expect, test } from 'vitest';
import { run } from './engine.ts';

const nested = (before: string, times: number, middle: string, after: string) =>
	before.repeat(times) + middle + after.repeat(times);

/** The deepest that the parser lets through in a function, for each way of nesting. */
const deepest: [about: string, body: string][] = [
	['arithmetic', nested('1 + (', 10, 'f(n + 1)', ')')],
	['native calls', nested('max(0, ', 12, 'f(n + 1)', ')')],
	['method calls', nested('m.set("a", ', 7, 'f(n + 1)', ')')],
	['blocks', nested('if true { ', 7, 'f(n + 1)', ' } else { 0 }')],
	['loops', nested('for i in 0..1 { ', 7, 'f(n + 1)', ' }')],
	['switches', nested('switch n { _ => ', 12, 'f(n + 1)', ' }')],
	['interpolated strings', nested('`${', 6, 'f(n + 1)', '}`')],
	['maps', nested('#{a: ', 7, 'f(n + 1)', '}')],
	['a callback of map', '[1].map(|x| f(n + 1))'],
	['callbacks of filter in each other', '[1].filter(|x| [2].filter(|y| [3].filter(|z| f(n + 1))))'],
	['a callback of reduce', '[1].reduce(|sum, x| f(n + 1), 0)'],
	['a function pointer', 'Fn("f").call(n + 1)'],
	['closures in closures', 'let g = |x| { let h = |y| f(n + x + y); h.call(1) }; g.call(1)']
];

describe('64 calls deep in the deepest expressions end in the call depth limit, not in a trap', () => {
	test.each(deepest)('%s', async (_about, body) => {
		const result = await run(`fn f(n) { let m = #{}; ${body} }\nf(0)`);
		expect(result).toMatchObject({ ok: false, reusable: true, error: { limit: { name: 'call_depth', value: 64 } } });
		expect(result.ok ? '' : result.error.message).toContain('call depth limit of 64');
	});

	test('an error swallowed by sort ends the run all the same when a limit was passed', async () => {
		const result = await run('let a = [3, 1, 2]; a.sort(|x, y| { loop { } }); 1', { limits: { operations: 10_000 } });
		expect(result).toMatchObject({ ok: false, error: { code: 'limit.operations' } });
	});
});
