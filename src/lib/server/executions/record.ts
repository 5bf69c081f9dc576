import type pg from 'pg';
import type { ExecutionStatus } from '#lib/domain/execution.ts';
import { copyField, copyIn } from './copy.ts';

/** An execution as a worker hands it over: the table's row, with its JSON as text. */
export interface ExecutionRecord {
	id: string;
	projectId: string;
	scriptId: string;
	version: number | null;
	triggerId: string | null;
	eventKind: string;
	status: ExecutionStatus;
	/** Milliseconds since the epoch. */
	startedAt: number;
	durationMs: number;
	cpuMs: number;
	operations: number;
	memoryBytes: number;
	method: string | null;
	path: string | null;
	httpStatus: number | null;
	error: string | null;
	logs: string | null;
	logsCut: boolean;
	event: string | null;
}

const COLUMNS =
	'id, project_id, script_id, version, trigger_id, event_kind, status, started_at, duration_ms, cpu_ms, operations, ' +
	'memory_bytes, method, path, http_status, error, logs, logs_cut, event';

const number = (value: number | null): string => (value === null ? '\\N' : String(value));

const line = (row: ExecutionRecord): string =>
	`${row.id}\t${row.projectId}\t${row.scriptId}\t${number(row.version)}\t${row.triggerId ?? '\\N'}\t${row.eventKind}\t` +
	`${row.status}\t${new Date(row.startedAt).toISOString()}\t${String(row.durationMs)}\t${String(row.cpuMs)}\t` +
	`${String(row.operations)}\t${String(row.memoryBytes)}\t${row.method ?? '\\N'}\t${copyField(row.path)}\t` +
	`${number(row.httpStatus)}\t${copyField(row.error)}\t${copyField(row.logs)}\t${row.logsCut ? 't' : 'f'}\t` +
	`${copyField(row.event)}\n`;

/**
 * Stores executions in one statement: all of them or none. Rows that are stored already make it fail with a unique
 * violation; `recordAgain` is for batches of which that is not known.
 */
export async function record(pool: pg.Pool, rows: ExecutionRecord[]): Promise<void> {
	let lines = '';
	for (const row of rows) lines += line(row);
	const client = await pool.connect();
	let broken: Error | undefined;
	try {
		await copyIn(client, `copy executions (${COLUMNS}) from stdin`, lines);
	} catch (error) {
		broken = error as Error;
		throw error;
	} finally {
		client.release(broken);
	}
}

/** Stores those that are not stored yet: for a batch whose first try may have been committed although it failed here. */
export async function recordAgain(pool: pg.Pool, rows: ExecutionRecord[]): Promise<void> {
	await pool.query(
		`insert into executions (${COLUMNS})
		select id, "projectId", "scriptId", version, "triggerId", "eventKind", status, to_timestamp("startedAt" / 1000.0),
			"durationMs", "cpuMs", operations, "memoryBytes", method, path, "httpStatus", error, logs, "logsCut", event
		from json_to_recordset($1) as given (
			id uuid, "projectId" uuid, "scriptId" uuid, version int, "triggerId" uuid, "eventKind" text, status text,
			"startedAt" float8, "durationMs" real, "cpuMs" real, operations bigint, "memoryBytes" bigint, method text,
			path text, "httpStatus" smallint, error text, logs text, "logsCut" bool, event text
		)
		on conflict do nothing`,
		[JSON.stringify(rows.map(storable))]
	);
}

/** JSON can spell what PostgreSQL's text can't hold: U+0000 and lone surrogates. */
function storable(row: ExecutionRecord): ExecutionRecord {
	const clean = (text: string | null): string | null =>
		// eslint-disable-next-line no-control-regex -- exactly this one
		text === null ? null : text.toWellFormed().replace(/\u0000/g, '\uFFFD');
	return {
		...row,
		path: clean(row.path),
		error: clean(row.error),
		logs: clean(row.logs),
		event: clean(row.event)
	};
}

export interface Loss {
	id: string;
	node: string;
	effect: 'lost' | 'thinned';
	reason: string;
	executions: number;
	from: Date;
	until: Date;
}

/** Adds to what a node could not record, so that the dashboard can say it. */
export async function recordLosses(pool: pg.Pool, losses: Loss[]): Promise<void> {
	for (const loss of losses)
		await pool.query(
			`insert into recorder_losses (id, node, effect, reason, executions, "from", until)
			values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
			[loss.id, loss.node, loss.effect, loss.reason, loss.executions, loss.from, loss.until]
		);
}

/** The scripts that somebody looks at now. */
export async function watched(pool: pg.Pool): Promise<Set<string>> {
	const { rows } = await pool.query<{ script_id: string }>(
		'select distinct script_id from watchers where expires_at > now()'
	);
	return new Set(rows.map((row) => row.script_id));
}
