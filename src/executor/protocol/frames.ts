import type { CheckResult, Limits, LogLine, Response, RunStatistics, ScriptError, ServiceAnswer } from 'rhai-wasm';

/**
 * What the orchestrator tells an executor. Frames travel as JSON arrays, one array per turn of the event loop. Events,
 * contexts and answers are JSON text inside them and are never re-serialised (rules.md, 18).
 */
export type Order =
	/** Makes a program known under a number that later frames use; sent once, before its first run there. */
	| { do: 'load'; program: number; project: string; source: string; limits: Limits }
	/** The number will not be used again: instances of it can go. */
	| { do: 'forget'; program: number }
	/** Runs a known program. `reserve` is the memory set aside for it; `stream` asks for log lines as they are written. */
	| { do: 'run'; run: number; program: number; event: string; context: string; reserve: number; stream?: true }
	/** Answers `grown`. */
	| { do: 'reserve'; run: number; bytes: number }
	| { do: 'answer'; run: number; call: number; answer: ServiceAnswer }
	/** Ends a run with kind `stopped`. */
	| { do: 'stop'; run: number; reason: string }
	/** Compiles without running; only sent to disposable executors (rules.md, 20). */
	| { do: 'check'; run: number; source: string };

/** How a run ended, as it crosses to the orchestrator: rhai-wasm's result without what only the sandbox needs. */
export type Outcome = {
	logs: LogLine[];
	logsCut: boolean;
	statistics: RunStatistics;
} & ({ ok: true; response: Response } | { ok: false; error: ScriptError });

/** What an executor tells the orchestrator. It names runs by number only, and only its own are believed (rules.md, 17). */
export type Report =
	/** The engine is loaded and orders are welcome. */
	| { is: 'ready' }
	/** Sent every 250 ms while anything runs; silence means a blocked thread. */
	| { is: 'alive' }
	/** A run's memory has passed what was set aside for it: the orchestrator sets more aside, or stops it. */
	| { is: 'grown'; run: number; bytes: number }
	| { is: 'call'; run: number; call: number; namespace: string; name: string; arguments: string }
	| { is: 'log'; run: number; line: LogLine }
	| { is: 'done'; run: number; outcome: Outcome }
	| { is: 'checked'; run: number; result: CheckResult };
