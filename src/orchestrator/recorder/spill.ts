import { appendFile, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Batch } from './lines.ts';

/** Room for some 20,000 failures of a usual size, and nothing against a disk. */
export const SPILL_BYTES = 64 * 1024 * 1024;

const LINE_FEED = 0x0a;

export interface Spill {
	/** True while another failure would not fit: the ingress then refuses with 503 (rules.md, 10). */
	full: () => boolean;
	/** True when anything waits to be stored. */
	holds: () => boolean;
	/** Appends; what does not fit is left out. Returns how many rows were kept. */
	keep: (batch: Batch) => Promise<number>;
	/** Hands everything kept to `store` and forgets it once that succeeds. */
	drain: (store: (lines: Buffer[]) => Promise<void>) => Promise<void>;
}

/**
 * The bounded file that failed runs go to while PostgreSQL is away: lines as the recorder has them, appended, and stored
 * when it is back or at the next start. A half-written last line (the process died) is left out.
 */
export async function openSpill(path: string, limit = SPILL_BYTES): Promise<Spill> {
	const draining = `${path}.draining`;
	await mkdir(dirname(path), { recursive: true });
	const sizeOf = async (file: string): Promise<number> => (await stat(file).catch(() => undefined))?.size ?? 0;
	let size = await sizeOf(path);
	let drainingSize = await sizeOf(draining);

	return {
		full: () => size + drainingSize >= limit,
		holds: () => size + drainingSize > 0,
		async keep({ rows, chunks }) {
			if (rows === 0) return 0;
			const fitting = chunks.filter(({ length }) => {
				if (size + drainingSize >= limit) return false;
				size += length;
				return true;
			});
			await appendFile(path, Buffer.concat(fitting));
			return fitting.length === chunks.length ? rows : fitting.reduce((sum, chunk) => sum + count(chunk), 0);
		},
		async drain(store) {
			// What arrives meanwhile goes to a new file, so neither is read while it is written.
			if (drainingSize === 0 && size > 0) {
				drainingSize = size;
				size = 0;
				await rename(path, draining);
			}
			if (drainingSize === 0) return;
			const content = await readFile(draining);
			const end = content.lastIndexOf(LINE_FEED) + 1;
			if (end > 0) await store([content.subarray(0, end)]);
			await rm(draining, { force: true });
			drainingSize = 0;
		}
	};
}

/** Lines in a chunk. */
export function count(chunk: Buffer): number {
	let lines = 0;
	for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, at + 1)) lines += 1;
	return lines;
}
