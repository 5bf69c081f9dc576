import type { CheckResult } from 'rhai-wasm';
import { afterEach, expect, it } from 'vitest';
import { createChecker, type Checker } from './checker.ts';

let checker: Checker | undefined;
afterEach(() => {
	checker?.close();
});

/** Answers to checks, in the order they come. */
function answers(options: { createWorker?: () => Worker; timeLimitMs?: number } = {}) {
	const waiting: ((answer: [string, CheckResult]) => void)[] = [];
	const told: [string, CheckResult][] = [];
	checker = createChecker({
		...options,
		onresult: (source, result) => {
			const next = waiting.shift();
			if (next) next([source, result]);
			else told.push([source, result]);
		}
	});
	const next = (): Promise<[string, CheckResult]> => {
		const ready = told.shift();
		return ready ? Promise.resolve(ready) : new Promise((resolve) => waiting.push(resolve));
	};
	return { checker, next, told };
}

/** Says that it is loaded and then never answers, as a real worker does while it compiles without end. */
function hangingWorker(): Worker {
	const code = `postMessage({ kind: 'ready' }); onmessage = () => { for (;;); };`;
	return new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
}

it('the real engine finds a syntax error at its line', async () => {
	const { checker: asked, next } = answers();
	asked.check('let a = 1;\nlet b = ;');
	const [, { diagnostics }] = await next();
	expect(diagnostics).toMatchObject([{ severity: 'error', line: 2 }]);
});

it('of several texts in a row only the last is answered', async () => {
	const { checker: asked, next, told } = answers();
	asked.check('let a = ;');
	asked.check('let a = 1');
	asked.check('let a = 1;');
	expect((await next())[0]).toBe('let a = 1;');
	expect(told).toEqual([]);
});

it('a worker that hangs is replaced, says so, and the next text is checked', async () => {
	let made = 0;
	const createWorker = (): Worker => {
		made += 1;
		if (made === 1) return hangingWorker();
		return new Worker(new URL('./check.worker.ts', import.meta.url), { type: 'module' });
	};
	const { checker: asked, next } = answers({ createWorker, timeLimitMs: 300 });
	asked.check('explodes');
	const [source, { diagnostics }] = await next();
	expect(source).toBe('explodes');
	expect(diagnostics).toMatchObject([{ code: 'check.timeout', severity: 'error', line: 1 }]);

	asked.check('1 + 1');
	const [after, result] = await next();
	expect(after).toBe('1 + 1');
	expect(result.diagnostics).toEqual([]);
	expect(made).toBe(2);
});

it('the engine tells what scripts can call', async () => {
	const { checker: asked } = answers();
	const functions = await asked.metadata();
	expect(functions.length).toBeGreaterThan(0);
});
