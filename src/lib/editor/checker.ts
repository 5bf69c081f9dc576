import type { CheckResult, Diagnostic, FunctionMetadata } from 'rhai-wasm';
import type { CheckAnswer, CheckQuestion } from './check.worker.ts';

/** Short enough to feel immediate, long enough that a fast typist does not start one check per key. */
const PAUSE_MS = 150;

/** Real scripts check in milliseconds; source that explodes while compiling never ends (rules.md, 20). */
const TIME_LIMIT_MS = 2_000;

/** 2.7 MB of WebAssembly must arrive and compile, perhaps over a phone's connection. */
const LOADING_TIME_LIMIT_MS = 60_000;

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
}

/**
 * Checks scripts in a worker of its own. A check that does not end within its time limit is told as a diagnostic of its
 * own; the worker is thrown away with it and the next check gets a new one.
 */
export function createChecker(options: Options): Checker {
	const createWorker = options.createWorker ?? spawn;
	let worker: CheckWorker | undefined;
	let loaded = false;
	const timeLimitMs = options.timeLimitMs ?? TIME_LIMIT_MS;
	let nextId = 1;
	let pause: ReturnType<typeof setTimeout> | undefined;
	let deadline: ReturnType<typeof setTimeout> | undefined;
	let running: { id: number; source: string } | undefined;
	let waiting: string | undefined;
	const metadataWaiters = new Map<number, PromiseWithResolvers<FunctionMetadata[]>>();

	function discard(): void {
		worker?.terminate();
		worker = undefined;
		loaded = false;
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
			finish({ diagnostics: [unavailable()] });
			discard();
		};
		worker = fresh;
		return fresh;
	}

	function hear(answer: CheckAnswer): void {
		if (answer.kind === 'ready') {
			loaded = true;
			if (running) limitTo(timeLimitMs);
			return;
		}
		const waiter = metadataWaiters.get(answer.id);
		metadataWaiters.delete(answer.id);
		if (answer.kind === 'metadata') waiter?.resolve(answer.functions);
		else if (answer.kind === 'failed') {
			waiter?.reject(new Error(answer.message));
			if (answer.id === running?.id) {
				finish({ diagnostics: [problem(`The checker failed: ${answer.message}`, 'warning', 'check.failed')] });
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
		ask({ id: running.id, kind: 'check', source: running.source });
		limitTo(loaded ? timeLimitMs : LOADING_TIME_LIMIT_MS);
	}

	function limitTo(limit: number): void {
		clearTimeout(deadline);
		deadline = setTimeout(() => {
			finish({ diagnostics: [loaded ? tooLong(limit) : unavailable()] });
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

function tooLong(limit: number): Diagnostic {
	const message =
		`Checking this script took longer than ${String(limit / 1_000)} s and was stopped. It would not pass the check ` +
		'before publishing either: look for values that are built from each other over and over.';
	return problem(message, 'error', 'check.timeout');
}

function unavailable(): Diagnostic {
	return problem('The checker could not be loaded. Publishing checks the script too.', 'warning', 'check.unavailable');
}

function problem(message: string, severity: Diagnostic['severity'], code: string): Diagnostic {
	return { line: 1, column: 1, severity, code, message };
}

function spawn(): Worker {
	return new Worker(new URL('./check.worker.ts', import.meta.url), { type: 'module', name: 'rhai-check' });
}
