import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as processTable from './process-table.ts';

/** Who holds a lock, and what it says about itself. */
export interface Holder {
	pid: number;
	/** Tells the holder from a later process with the same pid. */
	birth: string;
	about: Record<string, string>;
}

export type Lock = { held: true; release: () => void } | { held: false; by: Holder };

/**
 * Takes a lock file, which belongs to this process until it releases it or ends: the lock of a process that is gone, or
 * whose pid another program has by now, is taken over. Of any number of takers at the same time one gets it.
 */
export function acquire(path: string, about: Record<string, string> = {}): Lock {
	mkdirSync(dirname(path), { recursive: true });
	const mine = JSON.stringify({ pid: process.pid, birth: processTable.birth(process.pid) ?? '', about });
	const draft = `${path}.${process.pid}`;
	writeFileSync(draft, mine, { mode: 0o600 });
	try {
		for (;;) {
			try {
				// A link appears whole and fails when the name is taken: nobody ever reads half a lock.
				linkSync(draft, path);
				return {
					held: true,
					release: () => {
						release(path, mine);
					}
				};
			} catch (error) {
				if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
			}
			const text = readText(path);
			if (text === undefined) continue;
			const by = parse(text);
			if (by && isAlive(by)) return { held: false, by };
			takeAway(path, text);
		}
	} finally {
		rmSync(draft, { force: true });
	}
}

/** The live holder of a lock file, if it has one. */
export function holder(path: string): Holder | undefined {
	const by = parse(readText(path) ?? '');
	return by && isAlive(by) ? by : undefined;
}

function isAlive(by: Holder): boolean {
	return processTable.alive(by.pid) && processTable.birth(by.pid) === by.birth;
}

/** Removes a dead holder's file, unless another taker was faster and this is already the file of a live one. */
function takeAway(path: string, text: string): void {
	const aside = `${path}.${process.pid}.dead`;
	try {
		renameSync(path, aside);
	} catch {
		return;
	}
	if (readText(aside) !== text) {
		try {
			linkSync(aside, path);
		} catch {
			// A third one has it by now.
		}
	}
	rmSync(aside, { force: true });
}

function release(path: string, mine: string): void {
	if (readText(path) === mine) rmSync(path, { force: true });
}

function readText(path: string): string | undefined {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return undefined;
	}
}

function parse(text: string): Holder | undefined {
	try {
		const value = JSON.parse(text) as Partial<Holder>;
		if (typeof value.pid !== 'number' || typeof value.birth !== 'string') return undefined;
		return { pid: value.pid, birth: value.birth, about: value.about ?? {} };
	} catch {
		return undefined;
	}
}
