/** How an attempt to run a version on an event ended. */
export const EXECUTION_STATUSES = ['succeeded', 'failed', 'refused'] as const;
export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];

/** As rhai-wasm's LogLine; kept as JSON text from the sandbox to the page. */
export interface ExecutionLog {
	at: number;
	level: 'debug' | 'info' | 'warn' | 'error';
	message: string;
	fields?: string;
	line?: number;
}

/** As rhai-wasm's ScriptError, plus the kinds that only the platform can report. */
export interface ExecutionError {
	/** `executor` is the death of the process that ran it; the others are rhai-wasm's. */
	kind: 'syntax' | 'runtime' | 'thrown' | 'terminal' | 'limit' | 'stopped' | 'executor';
	code: string;
	message: string;
	line?: number;
	column?: number;
	module?: string;
	stack: { function: string; module?: string; line?: number; column?: number }[];
	limit?: { name: string; value: number };
	value?: string;
	valueCut?: boolean;
}
