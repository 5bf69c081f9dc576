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

const number = (value: number | null): string => (value === null ? '\\N' : `${value}`);

let lastMs = 0;
let lastIso = '';

/** Formatted once a millisecond: thousands of rows share one. */
function iso(milliseconds: number): string {
	if (milliseconds !== lastMs) {
		lastMs = milliseconds;
		lastIso = new Date(milliseconds).toISOString();
	}
	return lastIso;
}

/**
 * An execution as one line of PostgreSQL's COPY text format: compact, and what `record` takes as it is. The line ends
 * with its line feed, and holds no other.
 */
export const line = (row: ExecutionRecord): string =>
	`${row.id}\t${row.projectId}\t${row.scriptId}\t${number(row.version)}\t${row.triggerId ?? '\\N'}\t${row.eventKind}\t` +
	`${row.status}\t${iso(row.startedAt)}\t${row.durationMs.toFixed(3)}\t${row.cpuMs.toFixed(3)}\t${row.operations}\t` +
	`${row.memoryBytes}\t${copyField(row.method)}\t${copyField(row.path)}\t${number(row.httpStatus)}\t` +
	`${copyField(row.error)}\t${copyField(row.logs)}\t${row.logsCut ? 't' : 'f'}\t${copyField(row.event)}\n`;

/**
 * Stores executions in one statement: all of them or none. It fails when one of them is stored already; `recordAgain` is
 * for lines of which that is not known.
 */
export async function record(pool: pg.Pool, lines: Buffer[]): Promise<void> {
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

/** Stores those that are not stored yet: for lines whose first try may have been committed although it failed here. */
export async function recordAgain(pool: pg.Pool, lines: Buffer[]): Promise<void> {
	const client = await pool.connect();
	let broken: Error | undefined;
	try {
		await client.query('begin');
		await client.query('create temporary table executions_again (like executions) on commit drop');
		await copyIn(client, `copy executions_again (${COLUMNS}) from stdin`, lines);
		await client.query(
			`insert into executions (${COLUMNS}) select ${COLUMNS} from executions_again on conflict do nothing`
		);
		await client.query('commit');
	} catch (error) {
		broken = error as Error;
		throw error;
	} finally {
		// A connection with a failed transaction is closed, which also ends the transaction.
		client.release(broken);
	}
}
