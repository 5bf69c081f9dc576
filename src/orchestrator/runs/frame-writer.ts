import type { Logger } from 'pino';
import type { Context } from '#lib/server/context.ts';
import * as runs from '#lib/server/runs/index.ts';

/** Lines that come within this go in one insert: soon enough to seem live. */
const GATHER_MS = 50;

export interface FrameWriter {
	/** Adds a log line (JSON text). */
	log: (body: string) => void;
	end: (outcome: runs.RunOutcome) => void;
}

/** Writes a run's frames in order and in batches, one statement at a time. */
export function frameWriter(context: Context, runId: string, log: Logger): FrameWriter {
	let sequence = 0;
	let gathered: runs.Frame[] = [];
	let timer: NodeJS.Timeout | undefined;
	let writing = Promise.resolve();

	function add(kind: runs.Frame['kind'], body: string): void {
		sequence += 1;
		gathered.push({ sequence, kind, body });
	}

	function flush(): void {
		clearTimeout(timer);
		timer = undefined;
		const batch = gathered;
		gathered = [];
		writing = writing
			.then(() => runs.answer(context, runId, batch))
			.catch((error: unknown) => {
				log.warn({ err: error, run: runId }, 'frames of a run could not be stored');
			});
	}

	return {
		log(body) {
			add('log', body);
			timer ??= setTimeout(flush, GATHER_MS);
		},
		end(outcome) {
			add('result', JSON.stringify(outcome));
			flush();
		}
	};
}
