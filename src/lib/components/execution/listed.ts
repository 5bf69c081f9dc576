import type { ExecutionStatus } from '#lib/domain/execution.ts';

/** An execution as lists show it. */
export interface ListedExecution {
	id: string;
	scriptName: string;
	version: number | null;
	status: ExecutionStatus;
	startedAt: Date | string;
	durationMs: number;
	method: string | null;
	path: string | null;
	httpStatus: number | null;
	error: { message: string; line?: number | undefined } | null;
}

/** With the address of its own page. */
export type ExecutionRow = ListedExecution & { href: string };
