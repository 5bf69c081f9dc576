import { execFileSync } from 'node:child_process';
import { chownSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartError } from '../start-error.ts';

/** The user that PostgreSQL runs as: nobody in particular when we are not root, since it refuses only root. */
export interface Identity {
	name?: string;
	uid?: number;
	gid?: number;
}

const CANDIDATES = ['picloud', 'postgres', 'nobody'];

/** Whom PostgreSQL runs as: this user, or for root the first of the users picloud, postgres and nobody that exists. */
export function identity(): Identity {
	if (process.getuid?.() !== 0) return {};
	for (const name of CANDIDATES) {
		const uid = id('-u', name);
		const gid = id('-g', name);
		if (uid && gid) return { name, uid, gid };
	}
	throw new StartError(
		'PostgreSQL refuses to run as root, and none of the users picloud, postgres and nobody exists to run it as.\n' +
			'Create one (useradd --system picloud), run PiCloud as an ordinary user, or set DATABASE_URL.'
	);
}

/** What child processes of that user are spawned with. */
export function spawnIdentity({ uid, gid }: Identity): { uid?: number; gid?: number } {
	return uid === undefined ? {} : { uid, gid };
}

/** Gives a path to the user; nothing to do when PostgreSQL runs as ourselves. */
export function give(path: string, { uid, gid }: Identity): void {
	if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

/**
 * Makes sure the user can enter a directory.
 * @throws StartError naming the directory above it that is closed, such as a home that is 0700
 */
export function assertReachable(directory: string, { name, uid, gid }: Identity): void {
	if (uid === undefined) return;
	for (let path = directory; ; path = dirname(path)) {
		const { mode, uid: owner, gid: group } = statSync(path);
		const needed = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001;
		if ((mode & needed) === 0)
			throw new StartError(
				`The database below ${directory} runs as the user ${name}, who may not enter ${path}.\n` +
					`Set PICLOUD_DATA to a directory outside of it (as root the default is /var/lib/picloud), or run: chmod o+x "${path}"`
			);
		if (path === dirname(path)) return;
	}
}

function id(flag: string, name: string): number | undefined {
	try {
		return Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
	} catch {
		return undefined;
	}
}
