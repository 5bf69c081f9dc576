import { and, asc, eq, gt } from 'drizzle-orm';
import type { Database } from '../db/connect.ts';
import { runFrames } from '../db/schema/index.ts';

/** A part of a run's answer, numbered from 1. `body` is JSON text: an ExecutionLog, or for `result` an Outcome. */
export interface Frame {
	sequence: number;
	kind: 'log' | 'result';
	body: string;
}

/** The frames of a run after a sequence number (0 for all), in order. */
export async function frames(db: Database, runId: string, after: number): Promise<Frame[]> {
	return db
		.select({ sequence: runFrames.sequence, kind: runFrames.kind, body: runFrames.body })
		.from(runFrames)
		.where(and(eq(runFrames.runId, runId), gt(runFrames.sequence, after)))
		.orderBy(asc(runFrames.sequence));
}
