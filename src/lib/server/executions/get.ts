import { and, eq } from 'drizzle-orm';
import type { ExecutionError, ExecutionLog, ExecutionStatus } from '#lib/domain/execution.ts';
import { isId } from '#lib/domain/names.ts';
import { notFound } from '#lib/domain/refusal.ts';
import { permit, type Actor } from '../actor.ts';
import { executions, scripts, versions } from '../db/schema/index.ts';

/** Everything that is known of one execution. */
export interface Execution {
	id: string;
	projectId: string;
	scriptId: string;
	/** Null for a run of a draft. */
	version: number | null;
	triggerId: string | null;
	eventKind: string;
	status: ExecutionStatus;
	startedAt: Date;
	durationMs: number;
	cpuMs: number;
	operations: number;
	memoryBytes: number;
	method: string | null;
	path: string | null;
	httpStatus: number | null;
	error: ExecutionError | null;
	logs: ExecutionLog[];
	logsCut: boolean;
	/** JSON text, kept as it was written because parsing changes numbers (rules.md, 18); null when it was not kept. */
	event: string | null;
}

/**
 * One execution, the name of its script, and the source that ran; the source is null for a run of a draft.
 * @throws Refusal 404 for one of another project
 */
export async function get(
	actor: Actor,
	id: string
): Promise<{ execution: Execution; source: string | null; script: { name: string; deleted: boolean } }> {
	permit(actor, 'execution.read');
	if (!isId(id)) throw notFound('execution');
	const [row] = await actor.context.db
		.select({ execution: executions, name: scripts.name, deletedAt: scripts.deletedAt, source: versions.source })
		.from(executions)
		.innerJoin(scripts, eq(scripts.id, executions.scriptId))
		.leftJoin(versions, and(eq(versions.scriptId, scripts.id), eq(versions.number, executions.version)))
		.where(and(eq(executions.id, id), eq(scripts.projectId, actor.project.id)));
	if (!row) throw notFound('execution');
	const { error, logs } = row.execution;
	return {
		execution: {
			...row.execution,
			error: error === null ? null : (JSON.parse(error) as ExecutionError),
			logs: logs === null ? [] : (JSON.parse(logs) as ExecutionLog[])
		},
		source: row.source,
		script: { name: row.name, deleted: row.deletedAt !== null }
	};
}
