import type { Exports } from './wasm.ts';
import type { Imports } from './instance.ts';

export const PAGE_BYTES = 65_536;

/** Differences are looked for in blocks of this size: small enough to leave untouched pages untouched. */
const BLOCK_BYTES = 1_024;

/** The custom section in which the build recorded how many pages the module asks for. */
const PAGES_SECTION = 'picloud.pages';

/** What an initialised engine's memory holds that a fresh instance's does not. */
export interface Snapshot {
	/** Size of the memory, in pages of 64 KiB. */
	pages: number;
	runs: { offset: number; bytes: Uint8Array }[];
}

/** Initialises one engine and keeps the difference, so that every other instance starts where this one ended. */
export function takeSnapshot(module: WebAssembly.Module, imports: Imports): Snapshot {
	const [section] = WebAssembly.Module.customSections(module, PAGES_SECTION);
	if (section === undefined) throw new Error(`not a module of rhai-wasm: it has no section ${PAGES_SECTION}`);
	const memory = new WebAssembly.Memory({ initial: Number(new TextDecoder().decode(section)) });
	const instance = new WebAssembly.Instance(module, { env: { ...imports, memory } });
	const fresh = new Uint8Array(memory.buffer).slice();
	(instance.exports as Exports).init();

	const ready = new Uint8Array(memory.buffer);
	const runs: Snapshot['runs'] = [];
	let start = -1;
	for (let offset = 0; offset <= ready.length; offset += BLOCK_BYTES) {
		const differs = offset < ready.length && blockDiffers(fresh, ready, offset);
		if (differs && start < 0) start = offset;
		if (!differs && start >= 0) {
			runs.push({ offset: start, bytes: ready.slice(start, offset) });
			start = -1;
		}
	}
	return { pages: ready.length / PAGE_BYTES, runs };
}

function blockDiffers(fresh: Uint8Array, ready: Uint8Array, offset: number): boolean {
	for (let index = offset; index < offset + BLOCK_BYTES; index++) {
		if ((fresh[index] ?? 0) !== ready[index]) return true;
	}
	return false;
}
