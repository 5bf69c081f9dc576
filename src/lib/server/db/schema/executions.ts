import { sql } from 'drizzle-orm';
import {
	bigint,
	boolean,
	index,
	integer,
	pgTable,
	primaryKey,
	real,
	smallint,
	text,
	timestamp,
	uuid
} from 'drizzle-orm/pg-core';
import type { ExecutionStatus } from '#lib/domain/execution.ts';

/**
 * One row per attempt to run a version on an event. Written in batches at tens of thousands a second, so: no foreign
 * keys (the recorder only knows rows that existed), few indexes, and JSON kept as text. Ids are UUIDv7, so the order of
 * ids is the order of time and pages are keyset pages over them.
 */
export const executions = pgTable(
	'executions',
	{
		id: uuid().primaryKey(),
		projectId: uuid('project_id').notNull(),
		scriptId: uuid('script_id').notNull(),
		/** Null for a run of a draft. */
		version: integer(),
		triggerId: uuid('trigger_id'),
		eventKind: text('event_kind').notNull(),
		status: text().$type<ExecutionStatus>().notNull(),
		startedAt: timestamp('started_at', { withTimezone: true }).notNull(),
		durationMs: real('duration_ms').notNull(),
		cpuMs: real('cpu_ms').notNull(),
		operations: bigint({ mode: 'number' }).notNull(),
		memoryBytes: bigint('memory_bytes', { mode: 'number' }).notNull(),
		method: text(),
		path: text(),
		httpStatus: smallint('http_status'),
		/** JSON text: ExecutionError. */
		error: text(),
		/** JSON text: ExecutionLog[]; null when there are none. */
		logs: text(),
		logsCut: boolean('logs_cut').notNull().default(false),
		/** JSON text of the whole event; kept for failures. */
		event: text()
	},
	(table) => [
		index('executions_script_id_id').on(table.scriptId, table.id),
		/** For lists of failures only: without it they read past every success. Successes, the many, pay nothing for it. */
		index('executions_script_id_id_not_succeeded')
			.on(table.scriptId, table.id)
			.where(sql`status <> 'succeeded'`)
	]
);

/** What a node could not record, counted by reason and shown on the dashboard, so that nothing is lost in silence. */
export const recorderLosses = pgTable('recorder_losses', {
	id: uuid().primaryKey(),
	node: text().notNull(),
	/** `lost` (never stored) or `thinned` (stored without its logs or event). */
	effect: text().$type<'lost' | 'thinned'>().notNull(),
	reason: text().notNull(),
	executions: bigint({ mode: 'number' }).notNull(),
	from: timestamp({ withTimezone: true }).notNull(),
	until: timestamp({ withTimezone: true }).notNull()
});

/**
 * Which scripts somebody looks at, by manager node. Recorders announce executions of these only, so that watching costs
 * nothing when nobody does (rules.md, 26). A row past `expires_at` is a dead manager's.
 */
export const watchers = pgTable(
	'watchers',
	{
		node: text().notNull(),
		scriptId: uuid('script_id').notNull(),
		expiresAt: timestamp('expires_at', { withTimezone: true }).notNull()
	},
	(table) => [primaryKey({ columns: [table.node, table.scriptId] })]
);
