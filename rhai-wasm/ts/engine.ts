import { Instance, unboundImports, type Compiled } from './instance.ts';
import { PAGE_BYTES, takeSnapshot, type Snapshot } from './snapshot.ts';
import type { CheckResult, FunctionMetadata } from './types.ts';

/** Memory of an instance unless it is told otherwise: the default of a script's `memory_bytes`. */
const DEFAULT_MEMORY_BYTES = 64 * 1024 * 1024;

const METADATA_SECTION = 'picloud.metadata';

export interface EngineOptions {
	/** The most memory any instance may have, whatever it asks for. Default 4 GiB, which is all WebAssembly can address. */
	maximumMemoryBytes?: number;
}

/** A compiled module and a snapshot of an initialised engine, from which instances are made. */
export class Engine {
	readonly module: WebAssembly.Module;
	readonly #snapshot: Snapshot;
	readonly #maximumMemoryBytes: number;
	#checker: Instance | undefined;
	#metadata: FunctionMetadata[] | undefined;

	constructor(module: WebAssembly.Module, options: EngineOptions = {}) {
		this.module = module;
		this.#snapshot = takeSnapshot(module, unboundImports());
		this.#maximumMemoryBytes = options.maximumMemoryBytes ?? 65_536 * PAGE_BYTES;
	}

	/** Bytes that are copied into a new instance; what it costs before any script, beside the module's own data. */
	get snapshotBytes(): number {
		return this.#snapshot.runs.reduce((sum, run) => sum + run.bytes.length, 0);
	}

	/**
	 * Makes a blank instance. `memory_bytes` is the declared maximum of its whole linear memory, rounded up to 64 KiB; it
	 * can't be less than a blank instance needs (see `memoryBytes`).
	 */
	instantiate(options: { memory_bytes?: number } = {}): Instance {
		const bytes = Math.min(options.memory_bytes ?? DEFAULT_MEMORY_BYTES, this.#maximumMemoryBytes);
		const maximum = Math.max(this.#snapshot.pages, Math.min(65_536, Math.ceil(bytes / PAGE_BYTES)));
		return new Instance(this.module, this.#snapshot, maximum);
	}

	/** Checks a source: at most one diagnostic, because the parser stops at the first error. Never throws for what is in it. */
	check(source: string): CheckResult {
		this.#checker ??= this.instantiate();
		const checker = this.#checker;
		const before = checker.memoryBytes;
		const result = checker.check(source);
		if (checker.poisoned || checker.memoryBytes > before) this.#checker = undefined;
		return result;
	}

	/** Everything scripts can call: PiCloud's namespaces first, then Rhai's standard library (`standard: true`). */
	metadata(): FunctionMetadata[] {
		if (this.#metadata === undefined) {
			const [section] = WebAssembly.Module.customSections(this.module, METADATA_SECTION);
			this.#metadata =
				section === undefined ? [] : (JSON.parse(new TextDecoder().decode(section)) as FunctionMetadata[]);
		}
		return this.#metadata;
	}
}

/** Compiles the module and initialises one engine; do it once a process, it takes some tens of milliseconds. */
export async function createEngine(
	wasm: BufferSource | WebAssembly.Module | Response | Promise<Response>,
	options: EngineOptions = {}
): Promise<Engine> {
	const given = await wasm;
	if (given instanceof WebAssembly.Module) return new Engine(given, options);
	const isResponse = typeof Response !== 'undefined' && given instanceof Response;
	const module = isResponse
		? await WebAssembly.compileStreaming(given)
		: await WebAssembly.compile(given as BufferSource);
	return new Engine(module, options);
}

export type { Compiled, Instance };
