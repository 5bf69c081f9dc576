import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../start-error.ts';
import { ENVIRONMENT } from './cluster.ts';
import { hold, type Server, type Startable } from './hold.ts';
import { spawnIdentity } from './identity.ts';
import { clusterName, postmaster } from './pid-file.ts';
import { profileArguments } from './profile.ts';
import * as serverLog from './server-log.ts';

const LOOK_EVERY_MS = 15;
/** After this a start is worth a line in the log: PostgreSQL is replaying what it had not checkpointed. */
const LONG_START_MS = 3_000;
/** Recovery replays at most some GB of log; past this something hangs. */
const START_TIMEOUT_MS = 300_000;

/**
 * Starts the cluster's server and waits until it takes connections. Nothing of an earlier server may be alive.
 * @throws StartError with the end of the server's log and what to do about it
 */
export async function launch(given: Startable, port: number): Promise<Server> {
	const child = spawnServer(given, port);
	const ended = endOf(child);
	if (child.pid === undefined) throw new StartError(`${given.binaries.postgres} can't be run: ${await ended}`);
	const server = hold(
		{
			pid: child.pid,
			port,
			ended,
			wait: () => {
				child.ref();
			}
		},
		given.user
	);
	await ready(given, server);
	child.unref();
	return server;
}

function spawnServer({ home, cluster, binaries, user }: Startable, port: number): ChildProcess {
	const output = serverLog.open(home);
	const name = profileArguments({ cluster_name: clusterName(cluster.directory) });
	try {
		return spawn(binaries.postgres, ['-D', cluster.directory, '-p', String(port), ...name], {
			...spawnIdentity(user),
			env: ENVIRONMENT,
			cwd: cluster.directory,
			// A session of its own, because a Ctrl-C in our terminal is ours to handle: PostgreSQL stops last.
			detached: true,
			stdio: ['ignore', output, output]
		});
	} finally {
		closeSync(output);
	}
}

function endOf(child: ChildProcess): Promise<string> {
	return new Promise((resolve) => {
		child.once('error', (error) => {
			resolve(error.message);
		});
		child.once('exit', (code, signal) => {
			resolve(signal ? `killed by ${signal}` : `exit code ${code ?? 'unknown'}`);
		});
	});
}

async function ready({ home, cluster, log }: Startable, server: Server): Promise<void> {
	const over = new AbortController();
	void server.ended.then((how) => {
		over.abort(how);
	});
	const began = performance.now();
	let told = false;
	while (postmaster(cluster.directory)?.status !== 'ready') {
		const waited = performance.now() - began;
		if (over.signal.aborted) throw failed(`did not start (${String(over.signal.reason)})`, home);
		if (waited > START_TIMEOUT_MS) {
			await server.stop();
			throw failed('was not ready after 5 minutes', home);
		}
		if (waited > LONG_START_MS && !told) log.info({}, 'PostgreSQL is recovering what it had not yet checkpointed');
		told ||= waited > LONG_START_MS;
		await sleep(LOOK_EVERY_MS);
	}
}

function failed(how: string, home: string): StartError {
	return new StartError(`PostgreSQL ${how}. Its last words:\n${serverLog.explain(home)}`);
}
