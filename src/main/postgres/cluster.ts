import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StartError } from '../start-error.ts';
import type { Binaries } from './binaries.ts';
import { give, spawnIdentity, type Identity } from './identity.ts';

const run = promisify(execFile);

export interface Cluster {
	/** PostgreSQL's own data directory. */
	directory: string;
	password: string;
}

/** Programs of PostgreSQL get nothing from our environment: a stray PGDATA or LC_ALL would change what they do. */
export const ENVIRONMENT = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' };

/**
 * The database cluster below a directory, made at the first call. One that was interrupted while being made is made
 * anew: it gets its name only when it is whole.
 * @throws StartError when its password is lost, or another major version of PostgreSQL made it
 */
export async function cluster(home: string, { initdb, major }: Binaries, user: Identity): Promise<Cluster> {
	const directory = join(home, 'cluster');
	const passwordFile = join(home, 'password');
	if (existsSync(join(directory, 'PG_VERSION'))) {
		assertVersion(directory, major);
		return { directory, password: readPassword(passwordFile, directory) };
	}

	const password = randomBytes(24).toString('base64url');
	writeFileSync(passwordFile, password, { mode: 0o600 });
	const draft = join(home, 'cluster.new');
	rmSync(draft, { recursive: true, force: true });
	mkdirSync(draft, { mode: 0o700 });
	give(draft, user);
	// initdb reads the password as its own user, who may not read ours.
	const handover = join(home, 'password.initdb');
	writeFileSync(handover, password, { mode: 0o600 });
	give(handover, user);
	try {
		await run(
			initdb,
			[
				...['-D', draft, '-U', 'postgres', `--pwfile=${handover}`, '-A', 'scram-sha-256', '--no-instructions'],
				...['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
			],
			{ ...spawnIdentity(user), env: ENVIRONMENT, cwd: draft }
		);
	} catch (error) {
		throw new StartError(`PostgreSQL could not make its data directory ${directory}:\n${said(error)}`);
	} finally {
		rmSync(handover, { force: true });
	}
	renameSync(draft, directory);
	return { directory, password };
}

function assertVersion(directory: string, major: number): void {
	const made = Number(readFileSync(join(directory, 'PG_VERSION'), 'utf8'));
	if (made === major) return;
	throw new StartError(
		`The database in ${directory} was made by PostgreSQL ${made}, and this is PostgreSQL ${major}.\n` +
			`Dump it with the PiCloud that made it and load it into a new data directory, or go back to that PiCloud.`
	);
}

function readPassword(file: string, directory: string): string {
	try {
		return readFileSync(file, 'utf8').trim();
	} catch {
		throw new StartError(
			`The database in ${directory} is there, but its password is not: ${file} can't be read.\n` +
				'Put the file back from a backup, or move the data directory away to start with an empty one.'
		);
	}
}

function said(error: unknown): string {
	const { stderr, message } = error as { stderr?: string; message: string };
	if ((error as NodeJS.ErrnoException).code === 'ENOENT') return wrongSystem(message);
	return (stderr ?? '').trim() || message;
}

/** The kernel says "no such file" of a program that is there when its loader is not. */
function wrongSystem(message: string): string {
	return `${message}\nThe embedded PostgreSQL needs glibc, which Alpine, for one, does not have: set DATABASE_URL to use another PostgreSQL.`;
}

/** The address of the cluster's database on a port, its password included. */
export function addressOf({ password }: Cluster, port: number): string {
	return `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
}
