import { readFile } from 'node:fs/promises';
import { createEngine, type Engine } from './engine.ts';

const engines = new Map<string, Promise<Engine>>();

/** The engine of the package's own module, or of the one at `path`. Made once a process for each path. */
export function loadEngine(path: string | URL = new URL('../dist/rhai.wasm', import.meta.url)): Promise<Engine> {
	const key = String(path);
	let engine = engines.get(key);
	if (engine === undefined) {
		engine = readFile(path).then((bytes) => createEngine(bytes));
		engines.set(key, engine);
		// A module that could not be read is tried again by the next caller.
		engine.catch(() => engines.delete(key));
	}
	return engine;
}
