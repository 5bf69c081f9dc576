import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../start-error.ts';
import { adopt } from './adopt.ts';
import { signal, type Log, type Server, type Startable } from './hold.ts';
import { launch } from './launch.ts';
import { orphans, postmaster, removeStale, type Postmaster } from './pid-file.ts';
import { port as choosePort } from './port.ts';

const LOOK_EVERY_MS = 15;
/** As long as a recovery may take. */
const SETTLE_TIMEOUT_MS = 300_000;
/** Backends of a dead server notice within milliseconds unless they compute; then they are in the way. */
const ORPHAN_PATIENCE_MS = 1_000;

/**
 * Starts the cluster's server, or adopts the one that is already running. What a crash left behind (a stale
 * postmaster.pid, a pid that another program has by now, backends without a server) is cleared away first.
 * @throws StartError with the end of the server's log and what to do about it
 */
export async function start(given: Startable): Promise<Server> {
	const { cluster, home, log } = given;
	const live = await settled(cluster.directory);
	if (live) {
		log.info({ pid: live.pid, port: live.port }, 'PostgreSQL is already running: using it');
		return adopt(given, live.pid, live.port);
	}
	await clearOrphans(cluster.directory, log);
	const stale = removeStale(cluster.directory);
	if (stale) log.warn({ pid: stale }, 'PostgreSQL was not shut down last time: it recovers by itself');
	return launch(given, await choosePort(home, given.port));
}

/** The live server once it knows whether it stays: one that is stopping is waited for, and is then no server any more. */
async function settled(directory: string): Promise<Postmaster | undefined> {
	const deadline = performance.now() + SETTLE_TIMEOUT_MS;
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
	for (let left = orphans(directory); left.length > 0; left = orphans(directory)) {
		if (performance.now() > patience) {
			if (!told) log.warn({ pids: left }, 'PostgreSQL died and left processes behind: ending them');
			told = true;
			for (const pid of left) signal(pid, 'SIGKILL');
		}
		await sleep(LOOK_EVERY_MS);
	}
}
