import { and, desc, eq, gt, inArray, isNull, lt, sql, type SQL } from 'drizzle-orm';
import type { ExecutionError, ExecutionStatus } from '#lib/domain/execution.ts';
import { permit, type Actor } from '../actor.ts';
import { executions, scripts } from '../db/schema/index.ts';

/** An execution as lists show it. */
export interface ListedExecution {
	id: string;
	scriptId: string;
	scriptName: string;
	/** Null for a run of a draft. */
	version: number | null;
	eventKind: string;
	status: ExecutionStatus;
	startedAt: Date;
	durationMs: number;
	operations: number;
	memoryBytes: number;
	method: string | null;
	path: string | null;
	httpStatus: number | null;
	error: Pick<ExecutionError, 'kind' | 'code' | 'message' | 'line'> | null;
}

export interface ExecutionFilter {
	status?: ExecutionStatus;
	/** A script's name; one that is gone or unknown has no executions. */
	script?: string;
	/** The id where the last page ended: older ones than it. */
	before?: string;
	/** The newest id that is known already: newer ones than it. */
	after?: string;
}

export const PAGE_SIZE = 50;

/**
 * A page of a project's executions, newest first. Pages are keyset pages over the ids, which are in order of time; `next` is
 * the `before` of the next page, if there is one.
 *
 * Each script is asked by itself along its own index and the newest are taken from all, because one index over the whole
 * project would cost every recorded execution a second write.
 */
export async function list(
	actor: Actor,
	filter: ExecutionFilter = {},
	limit = PAGE_SIZE
): Promise<{ executions: ListedExecution[]; next: string | undefined }> {
	permit(actor, 'execution.read');
	const { db } = actor.context;
	const conditions: (SQL | undefined)[] = [
		eq(executions.scriptId, scripts.id),
		filter.before ? lt(executions.id, filter.before) : undefined,
		filter.after ? gt(executions.id, filter.after) : undefined,
		filter.status ? eq(executions.status, filter.status) : undefined
	];
	const newest = db
		.select()
		.from(executions)
		.where(and(...conditions))
		.orderBy(desc(executions.id))
		.limit(limit + 1)
		.as('newest');
	const rows = await db
		.select({
			id: newest.id,
			scriptId: scripts.id,
			scriptName: scripts.name,
			version: newest.version,
			eventKind: newest.eventKind,
			status: newest.status,
			startedAt: newest.startedAt,
			durationMs: newest.durationMs,
			operations: newest.operations,
			memoryBytes: newest.memoryBytes,
			method: newest.method,
			path: newest.path,
			httpStatus: newest.httpStatus,
			error: newest.error
		})
		.from(scripts)
		.innerJoinLateral(newest, sql`true`)
		.where(
			and(
				eq(scripts.projectId, actor.project.id),
				filter.script ? and(eq(scripts.name, filter.script), isNull(scripts.deletedAt)) : undefined
			)
		)
		.orderBy(desc(newest.id))
		.limit(limit + 1);

	const page = rows.slice(0, limit).map((row) => ({ ...row, error: summary(row.error) }));
	return { executions: page, next: rows.length > limit ? page.at(-1)?.id : undefined };
}

/** The newest execution of each script that ever ran, by script id. */
export async function latest(
	actor: Actor,
	scriptIds: string[]
): Promise<Map<string, { id: string; status: ExecutionStatus; startedAt: Date }>> {
	permit(actor, 'execution.read');
	if (scriptIds.length === 0) return new Map();
	const { db } = actor.context;
	const newest = db
		.select({ id: executions.id, status: executions.status, startedAt: executions.startedAt })
		.from(executions)
		.where(eq(executions.scriptId, scripts.id))
		.orderBy(desc(executions.id))
		.limit(1)
		.as('newest');
	const rows = await db
		.select({ scriptId: scripts.id, id: newest.id, status: newest.status, startedAt: newest.startedAt })
		.from(scripts)
		.innerJoinLateral(newest, sql`true`)
		.where(and(eq(scripts.projectId, actor.project.id), inArray(scripts.id, scriptIds)));
	return new Map(rows.map(({ scriptId, ...execution }) => [scriptId, execution]));
}

function summary(json: string | null): ListedExecution['error'] {
	if (json === null) return null;
	const { kind, code, message, line } = JSON.parse(json) as ExecutionError;
	return { kind, code, message, line };
}
