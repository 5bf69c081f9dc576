/** Why a script did not end well. Each kind is a different remedy, so a page or a retry policy can branch on it. */
export type ErrorKind =
	/** The source does not parse. */
	| 'syntax'
	/** Rhai refused an operation: a missing function, a wrong type, an index out of bounds, an arithmetic overflow ... */
	| 'runtime'
	/** The script said `throw`. */
	| 'thrown'
	/** The script said `fail_forever(message)`: it must not be retried. */
	| 'terminal'
	/** A limit ended the run; `limit` says which one. */
	| 'limit'
	/** The host ended the run for a reason of its own (stop, cancel). */
	| 'stopped';

/** The names are those of the settings a person can change. */
export type LimitName =
	| 'wall_time_ms'
	| 'cpu_time_ms'
	| 'memory_bytes'
	| 'operations'
	| 'service_calls'
	| 'log_bytes'
	| 'response_bytes'
	| 'call_depth'
	| 'expression_depth'
	| 'source_bytes';

export interface Position {
	/** 1-based. */
	line: number;
	/** 1-based, counted in Unicode characters as Rhai does. */
	column: number;
}

export interface Frame extends Partial<Position> {
	/** The function's name; the script itself is `''`. */
	function: string;
	/** The imported script the function is from, or absent for the script itself. */
	module?: string;
}

export interface ScriptError extends Partial<Position> {
	kind: ErrorKind;
	/** Stable and machine-readable, for example `variable_not_found`, `division_by_zero`, `limit.operations`, `http.timeout`. */
	code: string;
	message: string;
	/** The imported script the position is in, or absent for the script itself. */
	module?: string;
	/** Innermost call first. */
	stack: Frame[];
	/** Which limit, and its value. Present exactly when `kind` is `limit`. */
	limit?: { name: LimitName; value: number };
	/** What was thrown, as JSON text; cut to 16 KiB and then marked. Present when `kind` is `thrown`. */
	value?: string;
	valueCut?: boolean;
}

export interface Diagnostic extends Position {
	severity: 'error' | 'warning';
	code: string;
	message: string;
	/** Exclusive end where it is known. */
	endColumn?: number;
}

export interface FunctionMetadata {
	/** `log`, `time`, ... or `''` for a top-level function. */
	namespace: string;
	name: string;
	parameters: { name: string; type: string }[];
	returns: string;
	/** As written at the registration, for example `log::info(message: ?, fields: Map)`. */
	signature: string;
	/** Markdown. */
	docs: string;
	/** Of Rhai's own library; absent for PiCloud's namespaces. */
	standard?: true;
	/** Read as `value.name`, without parentheses. */
	property?: true;
}

/** Functions a script itself declares, for outline and hovers. */
export interface ScriptFunction extends Position {
	name: string;
	parameters: string[];
	private: boolean;
	docs: string;
}

export type CheckResult = { diagnostics: Diagnostic[]; functions: ScriptFunction[]; imports: string[] };

/** Every number is a maximum; each has the unit in its name. */
export interface Limits {
	wall_time_ms: number;
	cpu_time_ms: number;
	memory_bytes: number;
	operations: number;
	service_calls: number;
	log_bytes: number;
	response_bytes: number;
	call_depth: number;
	source_bytes: number;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface LogLine {
	/** Milliseconds since the run began, on the host's clock. */
	at: number;
	level: LogLevel;
	message: string;
	/** JSON text. */
	fields?: string;
	line?: number;
}

/**
 * What a script's last value means as an HTTP answer. The body is text, or base64 when `encoding` says so. A script that
 * did not call `respond` gets status 200 (204 for `()`), and the content type its value's type implies.
 */
export interface Response {
	status: number;
	headers: [string, string][];
	body: string;
	encoding?: 'base64';
}

export interface RunStatistics {
	operations: number;
	/** Peak linear memory of the instance. */
	memory_bytes: number;
	/** Time spent inside WebAssembly, waits for the host excluded. */
	cpu_ms: number;
	service_calls: number;
}

export type RunResult = {
	logs: LogLine[];
	logsCut: boolean;
	statistics: RunStatistics;
	/** False: throw the instance away. */ reusable: boolean;
} & (
	| { ok: true; /** The script's value as JSON text. */ value: string; response: Response }
	| { ok: false; error: ScriptError }
);

/** A service the host answers while the script is suspended. Arguments and answer are JSON text and stay text (rules.md, 18). */
export type CallService = (namespace: string, name: string, argumentsJson: string) => Promise<ServiceAnswer>;
export type ServiceAnswer =
	{ ok: true; value: string } | { ok: false; code: string; message: string; details?: string };

export interface RunOptions {
	/** JSON text of the event; the script sees it as `event`, and as `req` when its kind is `http`. */
	event: string;
	/** JSON text of `ctx`. */
	context: string;
	limits: Limits;
	/** Wall clock in ms since the epoch; only differences are taken from `performance.now()`. Scripts see only this clock. */
	now?: () => number;
	callService?: CallService;
	/** Called between time slices and service calls; a reason ends the run with kind `stopped`. */
	stopped?: () => string | undefined;
	/** Called for every log line as it is written, for live views. */
	onLog?: (line: LogLine) => void;
	/** Awaited after each 5 ms slice of pure computing. Default: a macrotask. */
	yieldSlice?: () => Promise<void>;
}
