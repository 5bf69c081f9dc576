import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as processTable from '../process-table.ts';

/** What a server says about itself in its postmaster.pid. */
export interface Postmaster {
	pid: number;
	port: number;
	/** `starting`, `ready` or `stopping`; empty for the first moments. */
	status: string;
}

/** The live server of a cluster. A file left by one that died is no server, nor is another program with its old pid. */
export function postmaster(directory: string): Postmaster | undefined {
	const file = read(directory);
	return file && isServer(file.pid, directory) ? file : undefined;
}

/** Removes the file that a dead server left, and returns the pid it named. Only for when nothing of it lives any more. */
export function removeStale(directory: string): number | undefined {
	const file = read(directory);
	if (!file || isServer(file.pid, directory)) return undefined;
	rmSync(join(directory, 'postmaster.pid'), { force: true });
	return file.pid;
}

/**
 * The name that every process of a cluster's server carries in its title, which tells them apart from those of other
 * PostgreSQL servers. A digest, because titles hold 63 plain characters and paths more.
 */
export function clusterName(directory: string): string {
	return `picloud-${createHash('sha256').update(directory).digest('hex').slice(0, 16)}`;
}

/** Processes that a dead server left behind. Each ends by itself once it notices, but one busy with a query may not. */
export function orphans(directory: string): number[] {
	const title = `postgres: ${clusterName(directory)}: `;
	return processTable.matching(title).flatMap(({ pid, command }) => (command.startsWith(title) ? [pid] : []));
}

function isServer(pid: number, directory: string): boolean {
	if (!Number.isInteger(pid) || pid <= 0 || !processTable.alive(pid)) return false;
	const command = processTable.command(pid) ?? '';
	return command.includes('postgres') && command.includes(`-D ${directory} `);
}

function read(directory: string): Postmaster | undefined {
	try {
		// pid, data directory, start time, port, socket directory, listen address, shared memory key, status
		const lines = readFileSync(join(directory, 'postmaster.pid'), 'utf8').split('\n');
		return { pid: Number(lines[0]), port: Number(lines[3]), status: lines[7]?.trim() ?? '' };
	} catch {
		return undefined;
	}
}
