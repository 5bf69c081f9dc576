import { readFileSync } from 'node:fs';
import { descendants } from '../../tests/fixtures/processes.ts';

/** Resident MiB of processes and all below them; pages that they share with each other count once for all (PSS). */
export function residentMegabytes(...roots: number[]): number {
	const pids = new Set(roots.flatMap((root) => [root, ...descendants(root).map(({ pid }) => pid)]));
	let kilobytes = 0;
	for (const pid of pids) kilobytes += proportional(pid);
	return Math.round(kilobytes / 1024);
}

function proportional(pid: number): number {
	try {
		return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${String(pid)}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
	} catch {
		// It ended meanwhile, or this system has no such file.
		return 0;
	}
}
