import { eq, sql } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { runFrames, runs } from '../db/schema/index.ts';
import type { Frame } from './frames.ts';

/** Adds frames to a run's answer and tells whoever waits. A `result` frame ends the run. */
export async function answer({ db, announcer }: Context, runId: string, frames: Frame[]): Promise<void> {
	if (frames.length === 0) return;
	await db
		.insert(runFrames)
		.values(frames.map((frame) => ({ runId, ...frame })))
		.onConflictDoNothing();
	if (frames.some(({ kind }) => kind === 'result'))
		await db
			.update(runs)
			.set({ endedAt: sql`now()` })
			.where(eq(runs.id, runId));
	announcer.announce('frames', runId);
}
