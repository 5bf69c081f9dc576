import { randomUUIDv7 } from 'node:crypto';
import type { Logger } from 'pino';
import { COMPILE_MS } from '#executor/pool/check.ts';
import type { Pool } from '#executor/pool/pool.ts';
import { program } from '#executor/pool/program.ts';
import type { RunEnd } from '#executor/pool/run.ts';
import type { ExecutionError } from '#lib/domain/execution.ts';
import { effective } from '#lib/domain/limits.ts';
import type { Context } from '#lib/server/context.ts';
import * as runs from '#lib/server/runs/index.ts';
import { execute, type Ended, type Settled } from '../executions/execute.ts';
import type { Recorder } from '../recorder/recorder.ts';
import { frameWriter, type FrameWriter } from './frame-writer.ts';

/** A check costs a process and 250 ms of a core: two at a time leave the others to endpoints. */
const MOST_CHECKS = 2;

interface Options {
	context: Context;
	pool: Pool;
	recorder: Recorder;
	node: string;
	log: Logger;
}

/** Takes the runs that managers ask for, and streams their answers back through the database. */
export async function serveRuns({ context, pool, recorder, node, log }: Options): Promise<{ close: () => void }> {
	const checks: runs.Taken[] = [];
	let checking = 0;
	let taking = false;
	let again = false;
	let closed = false;

	async function takeAll(): Promise<void> {
		again = true;
		if (taking) return;
		taking = true;
		try {
			while (again && !closed) {
				again = false;
				const taken = await runs.take(context.db, node);
				for (const run of taken) {
					again = true;
					checks.push(run);
				}
				checkNext();
			}
		} catch (error) {
			log.warn({ err: error }, 'runs could not be taken; the next notice or reconnect tries again');
		} finally {
			taking = false;
		}
	}

	function checkNext(): void {
		while (checking < MOST_CHECKS) {
			const run = checks.shift();
			if (!run) return;
			checking += 1;
			checkSource(run)
				.catch((error: unknown) => {
					log.warn({ err: error, run: run.id }, 'the answer of a check could not be stored');
				})
				.finally(() => {
					checking -= 1;
					checkNext();
				});
		}
	}

	/** A draft, too, is compiled where it can be killed first: an executor that endpoints share compiles nothing unknown. */
	async function checkSource(run: runs.Taken): Promise<void> {
		const checked = await pool.check(run.source);
		if (run.kind === 'run') {
			if (checked.ok) runDraft(run);
			else await refuseDraft(run, CHECK_FAILURES[checked.reason]);
			return;
		}
		const error = checked.ok ? firstError(checked.result.diagnostics) : CHECK_FAILURES[checked.reason];
		const outcome: runs.CheckOutcome = error ? { ok: false, error } : { ok: true };
		await runs.answer(context, run.id, [{ sequence: 1, kind: 'result', body: JSON.stringify(outcome) }]);
	}

	async function refuseDraft(run: runs.Taken, error: ExecutionError): Promise<void> {
		const id = randomUUIDv7();
		recorder.record({
			...NOTHING_USED,
			id,
			projectId: run.projectId,
			scriptId: run.scriptId,
			version: null,
			triggerId: null,
			eventKind: 'http',
			status: 'failed',
			startedAt: Date.now(),
			...requestOf(run.event),
			httpStatus: null,
			error: JSON.stringify(error),
			logs: null,
			event: run.event
		});
		const outcome: runs.RunOutcome = { ...NOTHING_USED, executionId: id, ok: false, error };
		await runs.answer(context, run.id, [{ sequence: 1, kind: 'result', body: JSON.stringify(outcome) }]);
	}

	function runDraft(run: runs.Taken): void {
		const writer = frameWriter(context, run.id, log);
		const draft = program(run.projectId, run.source, effective(run.limits));
		const executionId = randomUUIDv7();
		const began = performance.now();
		execute(
			{ pool, recorder, log },
			{
				id: executionId,
				program: draft,
				scriptId: run.scriptId,
				version: null,
				triggerId: null,
				eventKind: 'http',
				event: run.event ?? '{}',
				context:
					`{"project":${JSON.stringify(run.projectName)},"script":${JSON.stringify(run.scriptName)},` +
					'"version":null,"trigger_id":null,"attempt":1,"max_attempts":1,',
				...requestOf(run.event),
				onLog(line) {
					writer.log(JSON.stringify(line));
				}
			},
			(ended, end) => {
				pool.forget(draft);
				return settle(writer, executionId, performance.now() - began, ended, end);
			}
		);
	}

	async function endPredecessors(): Promise<void> {
		const error: ExecutionError = {
			kind: 'executor',
			code: 'worker.restarted',
			message: 'The worker was started again while this ran. Try again.',
			stack: []
		};
		const body = JSON.stringify({ ok: false, error });
		for (const id of await runs.takenBefore(context.db, node))
			await runs.answer(context, id, [{ sequence: LAST_SEQUENCE, kind: 'result', body }]);
	}

	await endPredecessors().catch((error: unknown) => {
		log.warn({ err: error }, 'runs of an earlier life could not be ended');
	});
	const cease = context.listener.on('runs', () => void takeAll());
	void takeAll();
	return {
		close() {
			closed = true;
			cease();
		}
	};
}

const NOTHING_USED = { durationMs: 0, cpuMs: 0, operations: 0, memoryBytes: 0, logsCut: false };

/** After any frame that an earlier life may have written. */
const LAST_SEQUENCE = 2 ** 31 - 1;

const CHECK_FAILURES: Record<'compile_time' | 'executor', ExecutionError> = {
	compile_time: {
		kind: 'limit',
		code: 'limit.compile_time_ms',
		message: `the source takes longer to compile than ${String(COMPILE_MS)} ms; simplify constant expressions`,
		stack: [],
		limit: { name: 'compile_time_ms', value: COMPILE_MS }
	},
	executor: {
		kind: 'executor',
		code: 'executor.killed',
		message: 'The process that compiled the source ended before it was done. Try again; if it stays so, simplify it.',
		stack: []
	}
};

function firstError(
	diagnostics: { severity: string; code: string; message: string; line: number; column: number }[]
): ExecutionError | undefined {
	const error = diagnostics.find(({ severity }) => severity === 'error');
	if (!error) return undefined;
	const { code, message, line, column } = error;
	return { kind: 'syntax', code, message, line, column, stack: [] };
}

/** Method and path of the event, for the row; an event that has none is recorded without. */
function requestOf(event: string | null): { method: string | null; path: string | null } {
	const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
	try {
		const { method, path } = JSON.parse(event ?? '{}') as Record<string, unknown>;
		return { method: text(method), path: text(path) };
	} catch {
		return { method: null, path: null };
	}
}

function settle(writer: FrameWriter, executionId: string, durationMs: number, ended: Ended, end: RunEnd): Settled {
	const outcome = end.kind === 'done' ? end.outcome : undefined;
	const statistics = {
		executionId,
		durationMs,
		cpuMs: outcome?.statistics.cpu_ms ?? 0,
		operations: outcome?.statistics.operations ?? 0,
		memoryBytes: outcome?.statistics.memory_bytes ?? 0,
		logsCut: outcome?.logsCut ?? false
	};
	if (ended.kind === 'answered') {
		writer.end({ ...statistics, ok: true, response: ended.response });
		return { httpStatus: ended.response.status };
	}
	const error: ExecutionError =
		ended.kind === 'failed' ? ended.error : { kind: 'stopped', code: 'unavailable', message: ended.reason, stack: [] };
	writer.end({ ...statistics, ok: false, error });
	return { httpStatus: null };
}
