import { existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A log that grew past this is put aside at the next start, and the one put aside before is dropped. */
const MOST_BYTES = 10 * 1024 * 1024;
/** Enough to show a failed start with its reason. */
const LINES_SHOWN = 12;

const REMEDIES: [RegExp, string][] = [
	[/No space left on device/, 'The disk is full: make room and start again.'],
	[/could not bind|Address already in use/, 'The port is taken: set PICLOUD_DATABASE_PORT to a free one.'],
	[/Permission denied/, 'Files in the data directory belong to another user: give them back with chown.'],
	[/could not create shared memory|could not map anonymous shared memory/, 'The machine is out of memory: free some.'],
	[/could not locate a valid checkpoint|invalid checkpoint|PANIC/, 'The database files are damaged: restore a backup.'],
	[/error while loading shared libraries|Library not loaded/, 'A system library is missing: set DATABASE_URL instead.']
];

/** Where a server of the cluster writes what it has to say. */
export function path(home: string): string {
	return join(home, 'server.log');
}

/** Opens the log for a server about to start. */
export function open(home: string): number {
	const file = path(home);
	if (existsSync(file) && statSync(file).size > MOST_BYTES) renameSync(file, `${file}.1`);
	return openSync(file, 'a', 0o600);
}

/** Why a server did not start: the end of its log, what to do about it where that is known, and where to read the rest. */
export function explain(home: string): string {
	const file = path(home);
	const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-LINES_SHOWN) : [];
	const end = lines.join('\n');
	const remedy = REMEDIES.find(([sign]) => sign.test(end))?.[1];
	return [...lines.map((line) => `  ${line}`), ...(remedy ? [remedy] : []), `The whole log: ${file}`].join('\n');
}
