import type { ExecutionError, ExecutionStatus } from '#lib/domain/execution.ts';
import { duration } from '../format.ts';

interface Told {
	status: ExecutionStatus;
	version: number | null;
	method: string | null;
	path: string | null;
	httpStatus: number | null;
	durationMs: number;
	error: Pick<ExecutionError, 'message' | 'line' | 'limit'> | null;
}

/** What happened, in one sentence. */
export function sentence(execution: Told, script: string): string {
	const what = execution.version === null ? `The draft of ${script}` : script;
	const request = execution.method ? ` on ${execution.method} ${execution.path ?? ''}`.trimEnd() : '';
	const took = duration(execution.durationMs);
	if (execution.status === 'succeeded')
		return `${what} answered ${execution.httpStatus === null ? '' : `${String(execution.httpStatus)} `}in ${took}${request}`;
	if (execution.status === 'refused') return `${what} was not run${request}`;
	const line = execution.error?.line === undefined ? '' : ` at line ${String(execution.error.line)}`;
	return `${what} failed${line} after ${took}${request}`;
}
