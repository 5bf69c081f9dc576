// Checks scripts with the real engine, off the page's thread. Each instance answers one question at a time.
import { createEngine } from 'rhai-wasm';
import type { CheckResult, FunctionMetadata } from 'rhai-wasm';
import wasmUrl from 'rhai-wasm/rhai.wasm?url';

export type CheckQuestion = { id: number; kind: 'check'; source: string } | { id: number; kind: 'metadata' };
export type CheckAnswer =
	/** The engine is loaded: from now on an answer takes only as long as its check. */
	| { kind: 'ready' }
	| { id: number; kind: 'check'; result: CheckResult }
	| { id: number; kind: 'metadata'; functions: FunctionMetadata[] }
	| { id: number; kind: 'failed'; message: string };

const engine = createEngine(fetch(wasmUrl)).then((loaded) => {
	tell({ kind: 'ready' });
	return loaded;
});

addEventListener('message', (event: MessageEvent<CheckQuestion>) => {
	const question = event.data;
	void engine
		.then((ready): CheckAnswer => {
			if (question.kind === 'metadata') return { id: question.id, kind: 'metadata', functions: ready.metadata() };
			return { id: question.id, kind: 'check', result: ready.check(question.source) };
		})
		.catch((error: unknown): CheckAnswer => ({ id: question.id, kind: 'failed', message: String(error) }))
		.then(tell);
});

function tell(answer: CheckAnswer): void {
	postMessage(answer);
}
