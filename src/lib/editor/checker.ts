import type { CheckResult, Diagnostic, FunctionMetadata } from 'rhai-wasm';
import type { CheckAnswer, CheckQuestion } from './check.worker.ts';

/** Short enough to feel immediate, long enough that a fast typist does not start one check per key. */
const PAUSE_MS = 150;

/** Real scripts check in milliseconds; source that explodes while compiling never ends (rules.md, 20). */
const TIME_LIMIT_MS = 2_000;

/** The first answer also waits for 2.7 MB of WebAssembly to arrive and compile, perhaps over a phone's connection. */
const FIRST_TIME_LIMIT_MS = 30_000;

/** What the checker needs of a Worker; tests give one that hangs. */
export type CheckWorker = Pick<Worker, 'postMessage' | 'terminate' | 'onmessage' | 'onerror'>;

export interface Checker {
	/** Checks this source soon; of several in a row only the last is answered. */
	check: (source: string) => void;
	/** Every function a script can call, with its documentation. Rejects when the engine can't be loaded. */
	metadata: () => Promise<FunctionMetadata[]>;
	close: () => void;
}

interface Options {
	onresult: (source: string, result: CheckResult) => void;
	createWorker?: () => CheckWorker;
	timeLimitMs?: number;
	firstTimeLimitMs?: number;
}

/**
 * Checks scripts in a worker of its own. A check that does not end within its time limit is told as a diagnostic of its
 * own; the worker is thrown away with it and the next check gets a new one.
 */
export function createChecker(options: Options): Checker {
	const createWorker = options.createWorker ?? spawn;
	let worker: CheckWorker | undefined;
	let warm = false;
	let nextId = 1;
	let pause: ReturnType<typeof setTimeout> | undefined;
	let deadline: ReturnType<typeof setTimeout> | undefined;
	let running: { id: number; source: string } | undefined;
	let waiting: string | undefined;
	const metadataWaiters = new Map<number, PromiseWithResolvers<FunctionMetadata[]>>();

	function discard(): void {
		worker?.terminate();
		worker = undefined;
		warm = false;
		running = undefined;
		clearTimeout(deadline);
		for (const waiter of metadataWaiters.values()) waiter.reject(new Error('The checker was restarted.'));
		metadataWaiters.clear();
	}

	function ready(): CheckWorker {
		if (worker) return worker;
		const fresh = createWorker();
		fresh.onmessage = (event: MessageEvent<CheckAnswer>) => {
			hear(event.data);
		};
		fresh.onerror = () => {
			finish({
				diagnostics: [problem('The checker could not be loaded. Publishing checks the script too.', 'warning')]
			});
			discard();
		};
		worker = fresh;
		return fresh;
	}

	function hear(answer: CheckAnswer): void {
		warm = true;
		const waiter = metadataWaiters.get(answer.id);
		metadataWaiters.delete(answer.id);
		if (answer.kind === 'metadata') waiter?.resolve(answer.functions);
		else if (answer.kind === 'failed') {
			waiter?.reject(new Error(answer.message));
			if (answer.id === running?.id) {
				finish({ diagnostics: [problem(`The checker failed: ${answer.message}`, 'warning')] });
				discard();
			}
		} else if (answer.id === running?.id) finish(answer.result);
		next();
	}

	function finish(result: Pick<CheckResult, 'diagnostics'> & Partial<CheckResult>): void {
		clearTimeout(deadline);
		const asked = running;
		running = undefined;
		// A newer text waits: this answer speaks about lines that may have moved.
		if (asked && waiting === undefined) options.onresult(asked.source, { functions: [], imports: [], ...result });
	}

	function next(): void {
		if (running || waiting === undefined) return;
		running = { id: nextId++, source: waiting };
		waiting = undefined;
		const limit = warm ? (options.timeLimitMs ?? TIME_LIMIT_MS) : (options.firstTimeLimitMs ?? FIRST_TIME_LIMIT_MS);
		ask({ id: running.id, kind: 'check', source: running.source });
		deadline = setTimeout(() => {
			const seconds = String(limit / 1_000);
			finish({
				diagnostics: [
					problem(
						`Checking this script took longer than ${seconds} s and was stopped. It would not pass the check before publishing either: look for constants that are built from each other.`,
						'error',
						'check.timeout'
					)
				]
			});
			discard();
			next();
		}, limit);
	}

	function ask(question: CheckQuestion): void {
		ready().postMessage(question);
	}

	return {
		check(source) {
			clearTimeout(pause);
			pause = setTimeout(() => {
				waiting = source;
				next();
			}, PAUSE_MS);
		},
		metadata() {
			const waiter = Promise.withResolvers<FunctionMetadata[]>();
			const id = nextId++;
			metadataWaiters.set(id, waiter);
			ask({ id, kind: 'metadata' });
			return waiter.promise;
		},
		close() {
			clearTimeout(pause);
			waiting = undefined;
			discard();
		}
	};
}

function problem(message: string, severity: Diagnostic['severity'], code = 'check.unavailable'): Diagnostic {
	return { line: 1, column: 1, severity, code, message };
}

function spawn(): Worker {
	return new Worker(new URL('./check.worker.ts', import.meta.url), { type: 'module', name: 'rhai-check' });
}
