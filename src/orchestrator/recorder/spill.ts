import { appendFile, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ExecutionRecord } from '#lib/server/executions/record.ts';

/** Room for some 20,000 failures of a usual size, and nothing against a disk. */
export const SPILL_BYTES = 64 * 1024 * 1024;

export interface Spill {
	/** True while another failure would not fit: the ingress then refuses with 503 (rules.md, 10). */
	full: () => boolean;
	/** True when anything waits to be stored. */
	holds: () => boolean;
	/** Appends; rows that don't fit are left out. Returns how many were kept. */
	keep: (rows: ExecutionRecord[]) => Promise<number>;
	/** Hands everything kept to `store` and forgets it once that succeeds. */
	drain: (store: (rows: ExecutionRecord[]) => Promise<void>) => Promise<void>;
}

/**
 * The bounded file that failed runs go to while PostgreSQL is away: JSON lines, appended, and read again when it is back
 * or at the next start. A half-written last line (the process died) is skipped.
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
		async keep(rows) {
			let text = '';
			let kept = 0;
			for (const row of rows) {
				if (size + drainingSize >= limit) break;
				const line = JSON.stringify(row) + '\n';
				text += line;
				size += Buffer.byteLength(line);
				kept += 1;
			}
			if (text !== '') await appendFile(path, text);
			return kept;
		},
		async drain(store) {
			// What arrives meanwhile goes to a new file, so neither is read while it is written.
			if (drainingSize === 0 && size > 0) {
				drainingSize = size;
				size = 0;
				await rename(path, draining);
			}
			if (drainingSize === 0) return;
			const rows = (await readFile(draining, 'utf8')).split('\n').flatMap(parseLine);
			for (let first = 0; first < rows.length; first += 1_000) await store(rows.slice(first, first + 1_000));
			await rm(draining, { force: true });
			drainingSize = 0;
		}
	};
}

function parseLine(line: string): ExecutionRecord[] {
	if (line === '') return [];
	try {
		return [JSON.parse(line) as ExecutionRecord];
	} catch {
		return [];
	}
}
