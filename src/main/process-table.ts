import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Linux answers from /proc, which is there even where `ps` is not installed; other systems are asked through `ps`. */
const hasProc = existsSync('/proc/self/stat');

export interface ProcessEntry {
	pid: number;
	/** The whole command line, its words joined by spaces; a process may have rewritten it. */
	command: string;
}

/** True while the process runs. One that ended but was not collected by its parent yet (a zombie) counts as ended. */
export function alive(pid: number): boolean {
	if (hasProc) {
		const state = stat(pid)?.[0];
		return state !== undefined && state !== 'Z' && state !== 'X';
	}
	const state = ps(['-o', 'stat=', '-p', String(pid)]);
	return state !== '' && !state.startsWith('Z');
}

/**
 * A word that differs between two processes which had the same pid one after the other, and stays the same for the
 * life of one: the time it started, in the system's own form. Undefined when there is no such process.
 */
export function birth(pid: number): string | undefined {
	// Field 22 of /proc/<pid>/stat, in ticks since boot; two fields stand before the ones that stat() returns.
	if (hasProc) return stat(pid)?.[19];
	return ps(['-o', 'lstart=', '-p', String(pid)]) || undefined;
}

/** The command line of a live process. */
export function command(pid: number): string | undefined {
	if (!hasProc) return ps(['-o', 'command=', '-p', String(pid)]) || undefined;
	try {
		return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() || undefined;
	} catch {
		return undefined;
	}
}

/** Every live process whose command line contains the text. */
export function matching(text: string): ProcessEntry[] {
	return everyone().filter((entry) => entry.command.includes(text) && alive(entry.pid));
}

function everyone(): ProcessEntry[] {
	if (hasProc)
		return readdirSync('/proc')
			.filter((name) => /^\d+$/.test(name))
			.map((name) => ({ pid: Number(name), command: command(Number(name)) ?? '' }));
	return ps(['-axo', 'pid=,command='])
		.split('\n')
		.map((line) => /^\s*(\d+)\s+(.*)$/.exec(line))
		.flatMap((match) => (match ? [{ pid: Number(match[1]), command: match[2] ?? '' }] : []));
}

/** The fields of /proc/<pid>/stat after the program's name, which may itself hold spaces and brackets. */
function stat(pid: number): string[] | undefined {
	try {
		const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
		return line.slice(line.lastIndexOf(')') + 2).split(' ');
	} catch {
		return undefined;
	}
}

function ps(words: string[]): string {
	try {
		return execFileSync('ps', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
	} catch {
		return '';
	}
}
