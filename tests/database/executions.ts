import { v7 as uuidv7 } from 'uuid';
import type { Context } from '#lib/server/context.ts';
import { executions } from '#lib/server/db/schema/index.ts';

type Row = typeof executions.$inferInsert;

/** Stores an execution as a recorder does; ids made one after another are in that order. */
export async function execution(
	{ db }: Context,
	of: { projectId: string; scriptId: string },
	more: Partial<Row> = {}
): Promise<string> {
	const id = more.id ?? uuidv7();
	await db.insert(executions).values({
		...of,
		eventKind: 'http',
		status: 'succeeded',
		startedAt: new Date(),
		durationMs: 1.5,
		cpuMs: 1,
		operations: 10,
		memoryBytes: 2_000_000,
		method: 'GET',
		path: '/hello',
		httpStatus: 200,
		...more,
		id
	});
	return id;
}
