import type { Context } from '../context.ts';
import { frames } from '../runs/index.ts';
import { frame } from './event-stream.ts';

export interface Patience {
	/** Without a first frame by then, no worker has taken the run. */
	firstMs: number;
	longestMs: number;
}

/** The longest run that limits allow, with time for its start. */
const PATIENCE: Patience = { firstMs: 10_000, longestMs: 330_000 };

const NO_WORKER = JSON.stringify({
	ok: false,
	error: {
		kind: 'executor',
		code: 'runs.no_worker',
		message:
			'No worker took this run in time. Try again in a moment. If it stays so, see whether a worker runs (PICLOUD_ROLES) ' +
			'and what its log says.',
		stack: []
	}
});

/**
 * Streams a run's frames as server-sent events until its `result`. Frames are read when the reader has room for them, so a
 * slow reader costs no memory and loses nothing.
 */
export function streamRun(
	{ db, listener }: Context,
	runId: string,
	patience: Patience = PATIENCE
): ReadableStream<Uint8Array> {
	let after = 0;
	let told = false;
	let gone = false;
	let wake: () => void = () => undefined;
	const opened = performance.now();
	const cease = listener.on('frames', (ids) => {
		if (ids !== 'reload' && !ids.includes(runId)) return;
		told = true;
		wake();
	});

	const left = (): number => opened + (after === 0 ? patience.firstMs : patience.longestMs) - performance.now();

	function word(): Promise<void> {
		return new Promise((resolve) => {
			const timer = setTimeout(resolve, Math.max(0, left()));
			wake = () => {
				clearTimeout(timer);
				resolve();
			};
			// Told while the frames were being read.
			if (told) wake();
		});
	}

	// The reader may leave at every await, which the compiler does not know of a variable.
	const isGone = (): boolean => gone;

	return new ReadableStream<Uint8Array>({
		async pull(controller) {
			for (;;) {
				told = false;
				const next = await frames(db, runId, after);
				if (isGone()) return;
				for (const { sequence, kind, body } of next) {
					after = sequence;
					controller.enqueue(frame(kind, body));
					if (kind !== 'result') continue;
					cease();
					controller.close();
					return;
				}
				if (next.length > 0) return;
				if (left() <= 0) {
					controller.enqueue(frame('result', NO_WORKER));
					cease();
					controller.close();
					return;
				}
				await word();
			}
		},
		cancel() {
			gone = true;
			cease();
			wake();
		}
	});
}
