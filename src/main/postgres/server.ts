import { spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import * as processTable from '../process-table.ts';
import { StartError } from '../start-error.ts';
import type { Binaries } from './binaries.ts';
import { ENVIRONMENT, type Cluster } from './cluster.ts';
import { spawnIdentity, type Identity } from './identity.ts';
import { leash } from './leash.ts';
import { clusterName, orphans, postmaster, removeStale } from './pid-file.ts';
import { port as choosePort } from './port.ts';
import { profileArguments } from './profile.ts';
import * as serverLog from './server-log.ts';

/** What the log is told; the product passes pino, whose methods take the facts first. */
export interface Log {
	info: (facts: object, message: string) => void;
	warn: (facts: object, message: string) => void;
	error: (facts: object, message: string) => void;
}

export interface Server {
	pid: number;
	port: number;
	/** Resolves when the server has ended, with how when that is known. */
	ended: Promise<string>;
	/** Shuts it down: connections are ended, data is on disk. Past the patience it is stopped without a checkpoint. */
	stop: () => Promise<void>;
}

export interface Startable {
	home: string;
	cluster: Cluster;
	binaries: Binaries;
	user: Identity;
	port: number;
	log: Log;
}

const LOOK_EVERY_MS = 15;
/** After this a start is worth a line in the log: PostgreSQL is replaying what it had not checkpointed. */
const LONG_START_MS = 3_000;
/** Recovery replays at most some GB of log; past this something hangs. */
const START_TIMEOUT_MS = 300_000;
/** Backends of a dead server notice within milliseconds unless they compute; then they are in the way. */
const ORPHAN_PATIENCE_MS = 1_000;
/** All of PiCloud must stop within 5 s. */
const STOP_PATIENCE_MS = 3_000;

/**
 * Starts the cluster's server, or adopts the one that is already running. What a crash left behind (a stale
 * postmaster.pid, a pid that another program has by now, backends without a server) is cleared away first.
 * @throws StartError with the end of the server's log and what to do about it
 */
export async function start(given: Startable): Promise<Server> {
	const { cluster, log } = given;
	const live = await settled(cluster.directory);
	if (live) {
		log.info({ pid: live.pid, port: live.port }, 'PostgreSQL is already running: using it');
		return adopted(given, live.pid, live.port);
	}
	await clearOrphans(cluster.directory, log);
	const stale = removeStale(cluster.directory);
	if (stale) log.warn({ pid: stale }, 'PostgreSQL was not shut down last time: it recovers by itself');
	return launched(given, await choosePort(given.home, given.port));
}

async function launched(given: Startable, port: number): Promise<Server> {
	const { home, cluster, binaries, user, log } = given;
	const output = serverLog.open(home);
	const child = spawn(
		binaries.postgres,
		[
			'-D',
			cluster.directory,
			'-p',
			String(port),
			...profileArguments({ cluster_name: clusterName(cluster.directory) })
		],
		{
			...spawnIdentity(user),
			env: ENVIRONMENT,
			cwd: cluster.directory,
			// A session of its own, because a Ctrl-C in our terminal is ours to handle: PostgreSQL stops last.
			detached: true,
			stdio: ['ignore', output, output]
		}
	);
	closeSync(output);
	const ended = new Promise<string>((resolve) => {
		child.once('error', (error) => {
			resolve(error.message);
		});
		child.once('exit', (code, signal) => {
			resolve(signal ? `killed by ${signal}` : `exit code ${code}`);
		});
	});
	let over: string | undefined;
	void ended.then((how) => (over = how));

	const began = performance.now();
	let told = false;
	for (;;) {
		const now = postmaster(cluster.directory);
		if (now && now.pid === child.pid && now.status === 'ready') break;
		if (over !== undefined)
			throw new StartError(`PostgreSQL did not start (${over}). Its last words:\n${serverLog.explain(home)}`);
		const waited = performance.now() - began;
		if (waited > LONG_START_MS && !told) log.info({}, 'PostgreSQL is recovering what it had not yet checkpointed');
		told ||= waited > LONG_START_MS;
		if (waited > START_TIMEOUT_MS) {
			child.kill('SIGQUIT');
			throw new StartError(`PostgreSQL was not ready after 5 minutes. Its last words:\n${serverLog.explain(home)}`);
		}
		await sleep(LOOK_EVERY_MS);
	}
	child.unref();
	return held(given, {
		pid: child.pid ?? 0,
		port,
		ended,
		wait: () => {
			child.ref();
		}
	});
}

/** A server that another process started ends unseen by us, so a connection is held that breaks when it does. */
function adopted(given: Startable, pid: number, port: number): Server {
	return held(given, { pid, port, ended: watch(pid, url(given.cluster, port)), wait: () => undefined });
}

/** @param found `wait` keeps this process alive until the server has ended, which otherwise is no reason to live */
function held({ user }: Startable, { wait, ...found }: Omit<Server, 'stop'> & { wait: () => void }): Server {
	const tie = leash(found.pid, user);
	void found.ended.then(tie.release);
	return {
		...found,
		async stop() {
			wait();
			signal(found.pid, 'SIGINT');
			const slow = setTimeout(() => {
				signal(found.pid, 'SIGQUIT');
			}, STOP_PATIENCE_MS);
			await found.ended;
			clearTimeout(slow);
		}
	};
}

/** The address of a database of the cluster. */
export function url({ password }: Cluster, port: number, database = 'postgres'): string {
	return `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

async function watch(pid: number, address: string): Promise<string> {
	while (processTable.alive(pid)) {
		const client = new pg.Client({ connectionString: address, application_name: 'picloud watch', keepAlive: true });
		const lost = new Promise<void>((resolve) => {
			client.on('error', () => {
				resolve();
			});
			client.on('end', () => {
				resolve();
			});
		});
		try {
			await client.connect();
			await lost;
		} catch {
			// Not accepting connections yet, or no longer.
		}
		client.end().catch(() => undefined);
		await sleep(LOOK_EVERY_MS);
	}
	return 'it was not our child, so how is not known';
}

/** The live server once it knows whether it stays: one that is stopping is waited for, and is then no server any more. */
async function settled(directory: string): Promise<{ pid: number; port: number } | undefined> {
	const deadline = performance.now() + START_TIMEOUT_MS;
	while (performance.now() < deadline) {
		const now = postmaster(directory);
		if (!now || now.status === 'ready') return now;
		await sleep(LOOK_EVERY_MS);
	}
	throw new StartError(`A PostgreSQL that runs on ${directory} is neither ready nor gone: end it, then start again.`);
}

async function clearOrphans(directory: string, log: Log): Promise<void> {
	const patience = performance.now() + ORPHAN_PATIENCE_MS;
	let told = false;
	for (;;) {
		const left = orphans(directory);
		if (left.length === 0) return;
		if (performance.now() > patience) {
			if (!told) log.warn({ pids: left }, 'PostgreSQL died and left processes behind: ending them');
			told = true;
			for (const pid of left) signal(pid, 'SIGKILL');
		}
		await sleep(LOOK_EVERY_MS);
	}
}

function signal(pid: number, name: NodeJS.Signals): void {
	try {
		process.kill(pid, name);
	} catch {
		// It is gone already.
	}
}
