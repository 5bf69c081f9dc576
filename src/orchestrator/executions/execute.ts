import type { Logger } from 'pino';
import type { LogLine, Response, ScriptError } from 'rhai-wasm';
import type { Pool } from '#executor/pool/pool.ts';
import type { Program } from '#executor/pool/program.ts';
import type { RefusalReason, RunEnd } from '#executor/pool/run.ts';
import type { ExecutionError } from '#lib/domain/execution.ts';
import type { ExecutionRecord } from '#lib/server/executions/record.ts';
import type { Recorder } from '../recorder/recorder.ts';
import { openGate, type Caller, type Gate } from '../services/gate.ts';

/** A run about to begin, and what its row says whatever becomes of it. */
export interface Execution {
	id: string;
	program: Program;
	scriptId: string;
	version: number | null;
	triggerId: string | null;
	eventKind: string;
	/** JSON text. */
	event: string;
	/** The beginning of `ctx` as JSON text, ending in a comma. */
	context: string;
	method: string | null;
	path: string | null;
	onLog?: (line: LogLine) => void;
}

/** How a run went, for whoever asked for it. */
export type Ended =
	| { kind: 'answered'; response: Response }
	| { kind: 'failed'; error: ExecutionError }
	/** Did not begin, or was ended by the node for a reason that will pass. */
	| { kind: 'unavailable'; reason: string; began: boolean };

/** The row's last columns, which only the asker knows: the status it answered with, and an error of its own. */
export interface Settled {
	httpStatus: number | null;
	error?: ExecutionError;
}

const REFUSALS: Record<RefusalReason, string> = {
	concurrency: 'This project has as many runs as it may have at one time.',
	memory: 'The memory for scripts on this node is in use.',
	no_executor: 'No executor is free.',
	stopping: 'This node is stopping.'
};

/**
 * Runs a program and records it. `settle` is called exactly once, answers whoever asked, and says with which status; the
 * row is handed to the recorder afterwards, so recording never delays an answer.
 */
export function execute(
	{ pool, recorder, log }: { pool: Pool; recorder: Recorder; log: Logger },
	execution: Execution,
	settle: (ended: Ended, end: RunEnd) => Settled
): void {
	const startedAt = Date.now();
	const began = performance.now();
	const { program } = execution;
	let gate: Gate | undefined;
	const deadline = startedAt + program.limits.wall_time_ms;

	pool.run({
		program,
		event: execution.event,
		context: `${execution.context}"execution_id":"${execution.id}","deadline":${String(deadline)}}`,
		callService(namespace, name, argumentsJson) {
			gate ??= openGate(callerOf(execution), log);
			return gate.callService(namespace, name, argumentsJson);
		},
		...(execution.onLog && { onLog: execution.onLog }),
		ended(end) {
			gate?.close();
			const settled = settle(read(end), end);
			recorder.record(row(execution, end, settled, startedAt, performance.now() - began));
		}
	});
}

/** Larger events belong to uploads: a page could not show them, and anybody could fill the database with them. */
const MOST_EVENT_CHARACTERS = 1024 * 1024;

/** The whole event of a failure, or what it was and how large where it is larger than is kept. */
function kept({ event, eventKind, method, path }: Execution): string {
	if (event.length <= MOST_EVENT_CHARACTERS) return event;
	const not_kept = `This event has ${event.length} characters. The body of events over ${MOST_EVENT_CHARACTERS} is not kept.`;
	return JSON.stringify({ kind: eventKind, method, path, not_kept });
}

const callerOf = ({ id, program, scriptId }: Execution): Caller => ({
	projectId: program.projectId,
	scriptId,
	executionId: id
});

function read(end: RunEnd): Ended {
	if (end.kind === 'refused') return { kind: 'unavailable', reason: REFUSALS[end.reason], began: false };
	if (end.kind === 'killed')
		return { kind: 'unavailable', reason: 'The process that ran the script was ended.', began: true };
	if (end.outcome.ok) return { kind: 'answered', response: end.outcome.response };
	if (end.outcome.error.kind === 'stopped')
		return { kind: 'unavailable', reason: 'The node ended the run before it was done.', began: true };
	return { kind: 'failed', error: end.outcome.error };
}

function errorOf(end: RunEnd): ScriptError | ExecutionError | undefined {
	if (end.kind === 'refused')
		return { kind: 'stopped', code: `refused.${end.reason}`, message: REFUSALS[end.reason], stack: [] };
	if (end.kind === 'killed')
		return {
			kind: 'executor',
			code: 'executor.killed',
			message: `The executor process that ran this was ended (${end.reason}). Another run there may have been the cause.`,
			stack: []
		};
	return end.outcome.ok ? undefined : end.outcome.error;
}

function row(
	execution: Execution,
	end: RunEnd,
	settled: Settled,
	startedAt: number,
	durationMs: number
): ExecutionRecord {
	const outcome = end.kind === 'done' ? end.outcome : undefined;
	const error = settled.error ?? errorOf(end);
	return {
		id: execution.id,
		projectId: execution.program.projectId,
		scriptId: execution.scriptId,
		version: execution.version,
		triggerId: execution.triggerId,
		eventKind: execution.eventKind,
		status: end.kind === 'refused' ? 'refused' : error ? 'failed' : 'succeeded',
		startedAt,
		durationMs,
		cpuMs: outcome?.statistics.cpu_ms ?? 0,
		operations: Math.round(outcome?.statistics.operations ?? 0),
		memoryBytes: Math.round(outcome?.statistics.memory_bytes ?? 0),
		method: execution.method,
		path: execution.path,
		httpStatus: settled.httpStatus,
		error: error ? JSON.stringify(error) : null,
		logs: outcome && outcome.logs.length > 0 ? JSON.stringify(outcome.logs) : null,
		logsCut: outcome?.logsCut ?? false,
		event: error ? kept(execution) : null
	};
}
