import { loadEngine } from 'rhai-wasm/node';
import type { Context } from '#lib/server/context.ts';
import * as runs from '#lib/server/runs/index.ts';

/**
 * Answers checks as a worker does, with the real engine but in this process, until the returned function is called.
 * @param before awaited before each answer, for tests of what happens meanwhile
 */
export async function checker(
	context: Context,
	before: () => Promise<void> = () => Promise.resolve()
): Promise<() => Promise<void>> {
	const engine = await loadEngine();
	let working = Promise.resolve();
	const answerAll = async (): Promise<void> => {
		for (const { id, kind, source } of await runs.take(context.db, 'test')) {
			if (kind !== 'check') continue;
			const [error] = engine.check(source).diagnostics.filter(({ severity }) => severity === 'error');
			const outcome: runs.CheckOutcome = error
				? { ok: false, error: { kind: 'syntax', stack: [], ...error } }
				: { ok: true };
			await before();
			await runs.answer(context, id, [{ sequence: 1, kind: 'result', body: JSON.stringify(outcome) }]);
		}
	};
	const cease = context.listener.on('runs', () => {
		working = working.then(answerAll);
	});
	return async () => {
		cease();
		await working;
	};
}
