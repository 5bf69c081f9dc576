import { and, eq } from 'drizzle-orm';
import type { ExecutionError } from '#lib/domain/execution.ts';
import type { Context } from '../context.ts';
import { runFrames } from '../db/schema/index.ts';

/** What a check found: nothing, or the first error. */
export type CheckOutcome = { ok: true } | { ok: false; error: ExecutionError };

/** How a run of a draft ended; its logs came before, as frames. */
export type RunOutcome = {
	executionId: string;
	durationMs: number;
	cpuMs: number;
	operations: number;
	memoryBytes: number;
	logsCut: boolean;
} & (
	| { ok: true; response: { status: number; headers: [string, string][]; body: string; encoding?: 'base64' } }
	| { ok: false; error: ExecutionError }
);

export type Outcome = CheckOutcome | RunOutcome;

/**
 * Waits for a run's result; undefined when there is none within `timeoutMs`, for example because no worker runs.
 * It waits on the process's LISTEN connection and reads once at the end, so a lost notice costs time but no answer.
 */
export async function result<Expected extends Outcome>(
	{ db, listener }: Context,
	runId: string,
	timeoutMs: number
): Promise<Expected | undefined> {
	const read = async (): Promise<Expected | undefined> => {
		const [row] = await db
			.select({ body: runFrames.body })
			.from(runFrames)
			.where(and(eq(runFrames.runId, runId), eq(runFrames.kind, 'result')));
		return row && (JSON.parse(row.body) as Expected);
	};
	const until = performance.now() + timeoutMs;
	let wake: () => void = () => undefined;
	let told = false;
	const cease = listener.on('frames', (ids) => {
		if (ids !== 'reload' && !ids.includes(runId)) return;
		told = true;
		wake();
	});
	try {
		for (;;) {
			told = false;
			const found = await read();
			const left = until - performance.now();
			if (found || left <= 0) return found;
			await new Promise<void>((resolve) => {
				const timer = setTimeout(resolve, left);
				wake = () => {
					clearTimeout(timer);
					resolve();
				};
				// Told while the read was under way.
				if (told) wake();
			});
		}
	} finally {
		cease();
	}
}
