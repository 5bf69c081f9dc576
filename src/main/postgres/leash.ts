import { spawn } from 'node:child_process';
import { spawnIdentity, type Identity } from './identity.ts';

/**
 * Waits for a line or the end of its input. The end without a line means that our process is gone, however it ended, and
 * PostgreSQL is told to shut down (SIGINT is its "fast" mode).
 */
const SCRIPT = 'read -r word; [ "$word" = release ] || kill -INT "$1"';

export interface Leash {
	/** Lets PostgreSQL be; to be called when it has ended. */
	release: () => void;
}

/**
 * Ties PostgreSQL's life to this process's: even after a kill -9 nothing stays behind. A shell that sleeps in `read` does
 * it, because nothing in Node runs after a SIGKILL, and PostgreSQL itself does not care who started it.
 */
export function leash(pid: number, user: Identity): Leash {
	const shell = spawn('/bin/sh', ['-c', SCRIPT, 'picloud-postgres-leash', String(pid)], {
		...spawnIdentity(user),
		// A session of its own: Ctrl-C in our terminal is for us to handle.
		detached: true,
		stdio: ['pipe', 'ignore', 'ignore']
	});
	let released = false;
	let replacement: Leash | undefined;
	shell.stdin.on('error', () => undefined);
	shell.on('error', () => undefined);
	shell.on('exit', () => {
		if (!released) replacement = leash(pid, user);
	});
	shell.unref();
	(shell.stdin as unknown as { unref?: () => void }).unref?.();
	return {
		release() {
			released = true;
			replacement?.release();
			shell.stdin.end('release\n');
		}
	};
}
