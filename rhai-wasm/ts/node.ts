import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { createEngine, type Engine } from './engine.ts';

/**
 * V8's stack for a suspendable run, in KiB. The deepest script within Rhai's own limits needs about 1,050 with unoptimised
 * code and V8 gives 984; the difference is only touched by such scripts (docs/decisions/0010-shadow-stack.md).
 */
const RUN_STACK_KIB = 1_400;

const engines = new Map<string, Promise<Engine>>();

/**
 * The engine of the package's own module, or of the one at `path`. Made once a process for each path. The first call also
 * enlarges the stacks V8 gives to suspendable runs from then on.
 */
export function loadEngine(path: string | URL = new URL('../dist/rhai.wasm', import.meta.url)): Promise<Engine> {
	const key = String(path);
	let engine = engines.get(key);
	if (engine === undefined) {
		setFlagsFromString(`--stack-size=${String(RUN_STACK_KIB)}`);
		engine = readFile(path).then((bytes) => createEngine(bytes));
		engines.set(key, engine);
		// A module that could not be read is tried again by the next caller.
		engine.catch(() => engines.delete(key));
	}
	return engine;
}
