import type { CallService, LogLine } from 'rhai-wasm';
import type { Outcome } from '../protocol/frames.ts';
import type { Program } from './program.ts';

/** What the pool needs to run a program once. */
export interface Run {
	program: Program;
	/** JSON text. */
	event: string;
	/** JSON text. */
	context: string;
	callService: CallService;
	onLog?: (line: LogLine) => void;
	/** Called exactly once. */
	ended: (end: RunEnd) => void;
}

export type RunEnd =
	| { kind: 'done'; outcome: Outcome }
	/** Never began: nothing happened, and trying again later may help. */
	| { kind: 'refused'; reason: RefusalReason }
	/** Began, and the process that ran it is gone. What it did until then stays done. */
	| { kind: 'killed'; reason: string };

export type RefusalReason = 'concurrency' | 'memory' | 'no_executor' | 'stopping';
