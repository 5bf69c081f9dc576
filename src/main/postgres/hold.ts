import type { Binaries } from './binaries.ts';
import type { Cluster } from './cluster.ts';
import type { Identity } from './identity.ts';
import { leash } from './leash.ts';

/** What the log is told; the product passes pino, whose methods take the facts first. */
export interface Log {
	info: (facts: object, message: string) => void;
	warn: (facts: object, message: string) => void;
	error: (facts: object, message: string) => void;
}

/** Everything a server of a cluster is started from. */
export interface Startable {
	home: string;
	cluster: Cluster;
	binaries: Binaries;
	user: Identity;
	port: number;
	log: Log;
}

export interface Server {
	pid: number;
	port: number;
	/** Resolves when the server has ended, with how when that is known. */
	ended: Promise<string>;
	/** Shuts it down: connections are ended, data is on disk. Past the patience it is stopped without a checkpoint. */
	stop: () => Promise<void>;
}

/** Found alive: started by us or by another process. */
export interface Found extends Omit<Server, 'stop'> {
	/** Keeps this process alive until the server has ended, which otherwise is no reason to live. */
	wait: () => void;
}

/** All of PiCloud must stop within 5 s. */
const STOP_PATIENCE_MS = 2_000;

/** Makes a live server ours: it ends when it is stopped, and when this process does. */
export function hold({ pid, port, ended, wait }: Found, user: Identity): Server {
	const tie = leash(pid, user);
	void ended.then(tie.release);
	return {
		pid,
		port,
		ended,
		async stop() {
			wait();
			signal(pid, 'SIGINT');
			const late = setTimeout(() => {
				signal(pid, 'SIGQUIT');
			}, STOP_PATIENCE_MS);
			await ended;
			clearTimeout(late);
		}
	};
}

/** Sends a signal to a process that may be gone by now. */
export function signal(pid: number, name: NodeJS.Signals): void {
	try {
		process.kill(pid, name);
	} catch {
		// It is.
	}
}
