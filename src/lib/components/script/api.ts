import type { ExecutionError, ExecutionLog } from '#lib/domain/execution.ts';
import type { SavedDraft } from '#lib/editor/draft.svelte.ts';

/** A run of a draft as the test panel sends it; the event's shape is an HTTP request's. */
export interface TestRequest {
	method: string;
	path: string;
	headers: Record<string, string>;
	query: Record<string, string>;
	body: string;
}

/** How a test run ended. */
export type TestResult = {
	/** These are absent when no worker took the run. */
	executionId?: string;
	durationMs?: number;
	operations?: number;
	memoryBytes?: number;
	logsCut?: boolean;
} & (
	| {
			ok: true;
			response: { status: number; headers: [string, string][]; body: string; encoding?: 'base64' };
	  }
	| { ok: false; error: ExecutionError }
);

export type Published =
	| { ok: true; version: number }
	/** `error` is where it does not compile; `draft` what somebody else saved meanwhile. */
	| { ok: false; message: string; error?: ExecutionError | undefined; draft?: SavedDraft | undefined };

/** The script's part of the JSON API, for the script page. */
export interface ScriptApi {
	putDraft: (draft: SavedDraft, keepalive: boolean) => Promise<Response>;
	publish: (revision: number, message: string) => Promise<Published>;
	/**
	 * Runs a source that need not be saved. Logs arrive as they are written.
	 * @throws Error whose message can be shown
	 */
	run: (
		source: string,
		event: TestRequest,
		onlog: (log: ExecutionLog) => void,
		stop: AbortSignal
	) => Promise<TestResult>;
}

/** @param base for example `/api/v1/projects/acme/scripts/hello` */
export function scriptApi(base: string): ScriptApi {
	return {
		putDraft: ({ source, revision }, keepalive) =>
			fetch(`${base}/draft`, {
				method: 'PUT',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ source, revision }),
				keepalive
			}),

		async publish(revision, message) {
			const response = await post(`${base}/publish`, { revision, message });
			const body = (await response.json().catch(() => ({}))) as {
				version?: number;
				message?: string;
				error?: ExecutionError;
				draft?: SavedDraft;
			};
			if (response.ok && body.version !== undefined) return { ok: true, version: body.version };
			return { ok: false, message: body.message ?? refusal(response.status), error: body.error, draft: body.draft };
		},

		async run(source, event, onlog, stop) {
			const response = await post(`${base}/run`, { source, event }, stop);
			const body = (await response.json().catch(() => ({}))) as { run?: string; message?: string };
			if (!response.ok || body.run === undefined) throw new Error(body.message ?? refusal(response.status));
			return frames(`${base}/run/${body.run}`, onlog, stop);
		}
	};
}

function post(address: string, body: object, signal?: AbortSignal): Promise<Response> {
	return fetch(address, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
		...(signal && { signal })
	}).catch((error: unknown) => {
		if (signal?.aborted) throw error;
		throw new Error('The server can’t be reached. What you typed is kept in this browser.');
	});
}

function refusal(status: number): string {
	return status === 401
		? 'You are signed out. What you typed is kept in this browser; sign in and it will be here.'
		: `The server answered ${String(status)}. What you typed is kept; try again.`;
}

function frames(address: string, onlog: (log: ExecutionLog) => void, stop: AbortSignal): Promise<TestResult> {
	const { promise, resolve, reject } = Promise.withResolvers<TestResult>();
	const stream = new EventSource(address);
	/** Lost connections are made again by the browser, and the server then sends every frame anew. */
	let shown = 0;
	let received = 0;
	stream.onopen = () => {
		received = 0;
	};
	stream.addEventListener('log', (event: MessageEvent<string>) => {
		received += 1;
		if (received <= shown) return;
		shown = received;
		onlog(JSON.parse(event.data) as ExecutionLog);
	});
	stream.addEventListener('result', (event: MessageEvent<string>) => {
		stream.close();
		resolve(JSON.parse(event.data) as TestResult);
	});
	stream.onerror = () => {
		if (stream.readyState === EventSource.CLOSED)
			reject(new Error('The result of this run could not be read. Run it again.'));
	};
	stop.addEventListener('abort', () => {
		stream.close();
		reject(new DOMException('Stopped', 'AbortError'));
	});
	return promise;
}
