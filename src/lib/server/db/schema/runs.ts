import { index, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/**
 * Work that a manager asks of any worker, since managers never run or compile scripts: `run` a draft on an event
 * (rules.md, 24), or `check` a source before it is published, in an executor of its own (rules.md, 20). The worker that
 * takes a row answers through `run_frames`.
 */
export const runs = pgTable(
	'runs',
	{
		id: uuid().primaryKey(),
		kind: text().$type<'run' | 'check'>().notNull(),
		projectId: uuid('project_id').notNull(),
		scriptId: uuid('script_id').notNull(),
		userId: uuid('user_id').notNull(),
		source: text().notNull(),
		/** JSON text of the event; null for a check. */
		event: text(),
		/** The node that took it; taken under `for update skip locked`. */
		takenBy: text('taken_by'),
		takenAt: timestamp('taken_at', { withTimezone: true }),
		endedAt: timestamp('ended_at', { withTimezone: true }),
		createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow()
	},
	(table) => [index('runs_created_at').on(table.createdAt)]
);

/** Streamed parts of a run's answer. The migration makes the table unlogged: a crash may lose a half-shown run. */
export const runFrames = pgTable(
	'run_frames',
	{
		runId: uuid('run_id').notNull(),
		sequence: integer().notNull(),
		/** `log` (an ExecutionLog) or `result` (the outcome without its logs). */
		kind: text().$type<'log' | 'result'>().notNull(),
		/** JSON text. */
		body: text().notNull()
	},
	(table) => [primaryKey({ columns: [table.runId, table.sequence] })]
);
