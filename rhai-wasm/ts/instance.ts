import { trapError } from './failures.ts';
import { Invocation } from './invocation.ts';
import { readFailure, readSuccess, Header } from './results.ts';
import { Input } from './input.ts';
import { PAGE_BYTES, type Snapshot } from './snapshot.ts';
import { DEFAULT_SOURCE_BYTES, framed, tooLong } from './source.ts';
import type { CheckResult, Limits, RunOptions, RunResult, ScriptError } from './types.ts';
import { awaitable, suspending, Views, type Exports } from './wasm.ts';

export type Compiled = { ok: true; imports: string[] } | { ok: false; error: ScriptError };

export type Imports = Record<string, WebAssembly.ImportValue>;

const encoder = new TextEncoder();

/** Imports for the one instance that only initialises the engine: nothing runs in it. */
export function unboundImports(): Imports {
	const nothing = (): number => 0;
	return { host_now: nothing, host_slice_is_over: nothing, host_yield: nothing, host_call: nothing, host_log: nothing };
}

/**
 * One engine in a memory of its own. It holds one script and runs one invocation at a time; nothing of a run is left for the
 * next but that the memory may have grown, which `reusable: false` says.
 */
export class Instance {
	readonly #memory: WebAssembly.Memory;
	readonly #exports: Exports;
	readonly #views: Views;
	readonly #run: (event: number, context: number) => Promise<void>;
	readonly #maximumBytes: number;
	readonly #header: number;
	readonly #limits: number;
	readonly #input: Input;
	#baselineBytes: number;
	#invocation: Invocation | undefined;
	#poisoned = false;

	constructor(module: WebAssembly.Module, snapshot: Snapshot, maximumPages: number) {
		this.#maximumBytes = maximumPages * PAGE_BYTES;
		this.#memory = new WebAssembly.Memory({ initial: snapshot.pages, maximum: maximumPages });
		this.#views = new Views(this.#memory);
		this.#exports = new WebAssembly.Instance(module, { env: this.#imports() }).exports as Exports;
		const bytes = this.#views.bytes;
		for (const run of snapshot.runs) bytes.set(run.bytes, run.offset);
		this.#run = awaitable(this.#exports.run);
		this.#header = this.#exports.header();
		this.#limits = this.#exports.limits();
		this.#input = new Input(this.#exports, this.#views);
		this.#baselineBytes = this.memoryBytes;
	}

	/** The whole linear memory, now. It never shrinks, so after a run it is the run's peak. */
	get memoryBytes(): number {
		return this.#memory.buffer.byteLength;
	}

	/** A trap left the engine in the middle of something: throw the instance away. */
	get poisoned(): boolean {
		return this.#poisoned;
	}

	check(source: string): CheckResult {
		const error = this.#guarded(
			() => {
				this.#exports.check(this.#input.fill(encoder.encode(source)));
				return undefined;
			},
			tooLong(source, DEFAULT_SOURCE_BYTES)
		);
		if (error !== undefined) {
			const { code, message } = error;
			return { diagnostics: [{ severity: 'error', code, message, line: 1, column: 1 }], functions: [], imports: [] };
		}
		return JSON.parse(this.#value()) as CheckResult;
	}

	/**
	 * Makes `source` the instance's script. `modules` are the scripts it may `import`, by name; those it needs are compiled too.
	 * Compiling has no time limit of its own: a caller who does not trust the source does it where it can be killed.
	 */
	compile(source: string, modules: Record<string, string> = {}, limits: Partial<Limits> = {}): Compiled {
		const texts = [source, ...Object.entries(modules).flat()];
		const maximum = limits.source_bytes ?? DEFAULT_SOURCE_BYTES;
		const error = this.#guarded(
			() => {
				this.#exports.compile(this.#input.fill(framed(texts)));
				return new Header(this.#views, this.#header).failed ? readFailure(this.#value()) : undefined;
			},
			texts.map((text) => tooLong(text, maximum)).find((refused) => refused !== undefined)
		);
		this.#baselineBytes = this.memoryBytes;
		if (error !== undefined) return { ok: false, error };
		return { ok: true, imports: JSON.parse(this.#value()) as string[] };
	}

	/** Runs the script. Resolves whatever the script does; rejects only when the instance is already running or poisoned. */
	async run(options: RunOptions): Promise<RunResult> {
		if (this.#invocation !== undefined) throw new Error('an instance runs one invocation at a time');
		if (this.#poisoned) throw new Error('this instance has trapped; make another');
		const invocation = new Invocation(options);
		const trapped = await this.#execute(invocation, options);
		const memory_bytes = this.memoryBytes;
		const reusable = !this.poisoned && memory_bytes <= this.#baselineBytes;
		if (trapped !== undefined) {
			const { cpuMs: cpu_ms, serviceCalls: service_calls } = invocation;
			const statistics = { operations: this.#exports.operations(), memory_bytes, cpu_ms, service_calls };
			return { ok: false, error: trapped, logs: invocation.logs, logsCut: false, statistics, reusable };
		}
		const header = new Header(this.#views, this.#header);
		const { operations, serviceCalls: service_calls } = header;
		const common = {
			logs: invocation.logs,
			logsCut: header.logsCut,
			statistics: { operations, memory_bytes, cpu_ms: invocation.cpuMs, service_calls },
			reusable
		};
		if (header.failed) return { ok: false, error: readFailure(this.#value(), invocation.stopReason), ...common };
		return { ...readSuccess(this.#views, header), ...common };
	}

	/** Answers what trapped; anything else is in the result block. */
	async #execute(invocation: Invocation, { event, context, limits }: RunOptions): Promise<ScriptError | undefined> {
		this.#invocation = invocation;
		try {
			this.#writeLimits(limits);
			const [eventBytes, contextBytes] = this.#input.write(event, context);
			invocation.begin();
			await this.#run(eventBytes, contextBytes);
			invocation.pause();
			return undefined;
		} catch (trap) {
			invocation.pause();
			return this.#trapped(trap, limits.call_depth);
		} finally {
			invocation.end();
			this.#invocation = undefined;
		}
	}

	#imports(): Imports {
		const current = (): Invocation => {
			if (this.#invocation === undefined) throw new Error('no invocation is running');
			return this.#invocation;
		};
		return {
			memory: this.#memory,
			host_now: () => current().now(),
			host_slice_is_over: () => current().sliceIsOver(),
			host_yield: suspending(
				() => current().yieldSlice(),
				() => current().endCode()
			),
			host_log: (
				level: number,
				message: number,
				length: number,
				fields: number,
				fieldsLength: number,
				line: number
			) => {
				current().log(level, this.#views.text(message, length), this.#views.text(fields, fieldsLength), line);
			},
			host_call: suspending(
				(namespace, namespaceLength, name, nameLength, argumentsJson, argumentsLength) => {
					return current().callService(
						this.#views.text(namespace, namespaceLength),
						this.#views.text(name, nameLength),
						this.#views.text(argumentsJson, argumentsLength),
						(text) => {
							this.#reply(text);
						}
					);
				},
				() => {
					this.#reply(
						'{"code":"host.cannot_wait","message":"scripts cannot wait here: no JavaScript Promise Integration"}'
					);
					return 1;
				}
			)
		};
	}

	#reply(text: string): void {
		const bytes = encoder.encode(text);
		// First the call, then the view: making room may grow the memory.
		const pointer = this.#exports.reply(bytes.length);
		this.#views.bytes.set(bytes, pointer);
	}

	#writeLimits(limits: Limits): void {
		const floats = this.#views.floats;
		const at = this.#limits / 8;
		floats[at] = limits.wall_time_ms;
		floats[at + 1] = limits.cpu_time_ms;
		floats[at + 2] = this.#maximumBytes;
		floats[at + 3] = limits.operations;
		floats[at + 4] = limits.service_calls;
		floats[at + 5] = limits.log_bytes;
		floats[at + 6] = limits.response_bytes;
		floats[at + 7] = limits.call_depth;
		floats[at + 8] = limits.source_bytes;
	}

	#value(): string {
		const words = this.#views.words;
		const at = this.#header / 4;
		return this.#views.text(words[at + 1] ?? 0, words[at + 2] ?? 0);
	}

	#guarded(work: () => ScriptError | undefined, refused: ScriptError | undefined): ScriptError | undefined {
		if (this.#poisoned) throw new Error('this instance has trapped; make another');
		if (refused !== undefined) return refused;
		try {
			return work();
		} catch (trap) {
			return this.#trapped(trap, 0);
		}
	}

	#trapped(trap: unknown, callDepth: number): ScriptError {
		this.#poisoned = true;
		return trapError(trap, this.#exports.memory_exhausted() === 1, this.#maximumBytes, callDepth);
	}
}
