import { createEngine, type Engine, type Limits, type RunOptions, type RunResult } from '../ts/index.ts';

async function load(): Promise<Engine> {
	if (!('process' in globalThis)) {
		return createEngine(fetch(new URL('../dist/rhai.wasm', import.meta.url)));
	}
	// A name in a variable, so that a bundler for browsers leaves the import alone.
	const node = '../ts/node.ts';
	const { loadEngine } = (await import(/* @vite-ignore */ node)) as typeof import('../ts/node.ts');
	return loadEngine(process.env['RHAI_WASM_PATH']);
}

/** The engine under test: the committed module, or the one RHAI_WASM_PATH names. */
export const engine = await load();

/** A run's limits, as PiCloud's defaults but with little time, so that a test that hangs ends soon. */
export const limits: Limits = {
	wall_time_ms: 10_000,
	cpu_time_ms: 5_000,
	memory_bytes: 64 * 1024 * 1024,
	operations: 50_000_000,
	service_calls: 1_000,
	log_bytes: 256 * 1024,
	response_bytes: 6 * 1024 * 1024,
	call_depth: 64,
	source_bytes: 256 * 1024
};

export interface Given extends Partial<Omit<RunOptions, 'limits'>> {
	limits?: Partial<Limits>;
	modules?: Record<string, string>;
}

/** Compiles and runs a script in an instance of its own. A source that does not compile answers as a failed run. */
export async function run(source: string, { limits: changed, modules, ...options }: Given = {}): Promise<RunResult> {
	const all = { ...limits, ...changed };
	const instance = engine.instantiate({ memory_bytes: all.memory_bytes });
	const compiled = instance.compile(source, modules, all);
	if (!compiled.ok) {
		const statistics = { operations: 0, memory_bytes: instance.memoryBytes, cpu_ms: 0, service_calls: 0 };
		return { ok: false, error: compiled.error, logs: [], logsCut: false, statistics, reusable: !instance.poisoned };
	}
	return instance.run({ event: 'null', context: '{}', ...options, limits: all });
}

/** The value a script ends with, as JSON text. */
export async function value(source: string, given?: Given): Promise<string> {
	const result = await run(source, given);
	if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
	return result.value;
}

/** The error a script ends with. */
export async function failure(source: string, given?: Given) {
	const result = await run(source, given);
	if (result.ok) throw new Error(`no error, but ${result.value}`);
	return result.error;
}
