import { and, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { ScriptLimits } from '#lib/domain/limits.ts';
import type { Database } from '../db/connect.ts';
import { projects, runFrames, runs, scripts } from '../db/schema/index.ts';

/** A run that a worker has taken, with what it needs to know about its script. */
export interface Taken {
	id: string;
	kind: 'run' | 'check';
	projectId: string;
	projectName: string;
	scriptId: string;
	scriptName: string;
	limits: ScriptLimits;
	source: string;
	event: string | null;
}

/** Nobody looks at an answer for longer: rows are work in passing, not history. */
const KEPT = sql`now() - interval '1 hour'`;
/** Nobody waits for an answer for longer, so a run not taken by then is not worth taking. */
const WANTED = sql`now() - interval '1 minute'`;
/** More at a time would take work from other nodes that are free. */
const MOST = 16;

/** Takes runs that wait; two workers never take the same one. Old rows go at the same time. */
export async function take(db: Database, node: string): Promise<Taken[]> {
	const waiting = db
		.select({ id: runs.id })
		.from(runs)
		.where(and(isNull(runs.takenBy), sql`${runs.createdAt} > ${WANTED}`))
		.orderBy(runs.createdAt)
		.limit(MOST)
		.for('update', { skipLocked: true });
	const taken = await db
		.update(runs)
		.set({ takenBy: node, takenAt: sql`now()` })
		.where(inArray(runs.id, waiting))
		.returning({ id: runs.id });
	if (taken.length === 0) return [];
	await forget(db);
	return db
		.select({
			id: runs.id,
			kind: runs.kind,
			projectId: runs.projectId,
			projectName: projects.name,
			scriptId: runs.scriptId,
			scriptName: scripts.name,
			limits: scripts.limits,
			source: runs.source,
			event: runs.event
		})
		.from(runs)
		.innerJoin(projects, eq(projects.id, runs.projectId))
		.innerJoin(scripts, eq(scripts.id, runs.scriptId))
		.where(
			inArray(
				runs.id,
				taken.map(({ id }) => id)
			)
		);
}

async function forget(db: Database): Promise<void> {
	const gone = await db.delete(runs).where(lt(runs.createdAt, KEPT)).returning({ id: runs.id });
	if (gone.length > 0)
		await db.delete(runFrames).where(
			inArray(
				runFrames.runId,
				gone.map(({ id }) => id)
			)
		);
}

/** Runs that this node took in an earlier life and never ended: whoever waits for them must be told. */
export async function takenBefore(db: Database, node: string): Promise<string[]> {
	const rows = await db
		.select({ id: runs.id })
		.from(runs)
		.where(and(eq(runs.takenBy, node), isNull(runs.endedAt)));
	return rows.map(({ id }) => id);
}
