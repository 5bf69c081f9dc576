import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { acquire, type Lock } from '../lock-file.ts';
import { StartError } from '../start-error.ts';
import { binaries } from './binaries.ts';
import { addressOf, cluster } from './cluster.ts';
import { assertReachable, identity } from './identity.ts';
import type { Log, Server, Startable } from './hold.ts';
import { start } from './server.ts';

export interface EmbeddedPostgres {
	/** Address of the database `postgres`, its password included. It stays the same while the product runs. */
	url: string;
	/** The server's process at this moment; another one after it died and was started again. */
	pid: () => number;
	/** Shuts the server down and starts it no more. */
	stop: () => Promise<void>;
}

export interface Options {
	/** The product's data directory; everything of PostgreSQL lies in `postgres/` below it. */
	data: string;
	/** Port to listen on at 127.0.0.1; 0 for the one used last or any free one. */
	port: number;
	log: Log;
}

/** A start includes copying programs and initdb; on a slow disk that is seconds. */
const LOCK_PATIENCE_MS = 60_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Runs PostgreSQL below the data directory for as long as this process lives: makes its cluster at the first start,
 * adopts a server that is already running there, starts it again by itself whenever it dies, and takes it along when
 * this process ends, however that happens.
 * @throws StartError saying what is wrong and what to do about it
 */
export async function open({ data, port, log }: Options): Promise<EmbeddedPostgres> {
	const home = join(resolve(data), 'postgres');
	const user = identity();
	mkdirSync(home, { recursive: true, mode: 0o755 });
	assertReachable(home, user);
	const lock = await locked(join(home, 'starting.lock'));
	let server: Server;
	let startable: Startable;
	try {
		const programs = binaries(home);
		startable = { home, cluster: await cluster(home, programs, user), binaries: programs, user, port, log };
		server = await start(startable);
	} finally {
		lock.release();
	}

	let stopping = false;
	let restarting: Promise<Server> | undefined;
	const keeping = keepAlive();

	async function keepAlive(): Promise<void> {
		for (;;) {
			const how = await server.ended;
			if (stopping) return;
			log.error({ pid: server.pid, how }, 'PostgreSQL ended by itself: starting it again');
			restarting = again();
			server = await restarting;
			log.info({ pid: server.pid, port: server.port }, 'PostgreSQL is running again');
		}
	}

	/** Everybody knows the server by its port, so that is the one it must have. */
	async function again(): Promise<Server> {
		for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
			try {
				return await start({ ...startable, port: server.port });
			} catch (error) {
				if (stopping) return server;
				log.error({ err: error, pause }, 'PostgreSQL did not start: trying again');
				await sleep(pause);
			}
		}
	}

	return {
		url: addressOf(startable.cluster, server.port),
		pid: () => server.pid,
		async stop() {
			stopping = true;
			await restarting;
			await server.stop();
			await keeping;
		}
	};
}

async function locked(path: string): Promise<Extract<Lock, { held: true }>> {
	const deadline = performance.now() + LOCK_PATIENCE_MS;
	for (;;) {
		const lock = acquire(path);
		if (lock.held) return lock;
		if (performance.now() > deadline)
			throw new StartError(
				`Process ${lock.by.pid} has been starting PostgreSQL here for a minute: end it, then try again.`
			);
		await sleep(50);
	}
}
