import { hostname, availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { startPool } from '#executor/pool/pool.ts';
import { connect } from '#lib/server/db/connect.ts';
import { listen as listenForNotices } from '#lib/server/live/listener.ts';
import { announcer } from '#lib/server/live/notices.ts';
import type { Settings } from '#settings.ts';
import { openTable } from './endpoints/table.ts';
import { handler } from './ingress/handle.ts';
import { listen } from './ingress/listen.ts';
import { startRecorder } from './recorder/recorder.ts';
import { serveRuns } from './runs/runs.ts';

export interface OrchestratorOptions {
	databaseUrl: string;
	/** The dashboard's address without a slash at its end; problem documents link there. */
	dashboardUrl: string;
	/** The JavaScript file that executors run. */
	executorEntry: string;
	wasmPath: string;
	/** Where failures are kept while PostgreSQL is away. */
	dataDirectory: string;
	log: Logger;
}

export interface Orchestrator {
	/** What the ingress listens on. */
	address: { host: string; port: number };
	/** Executors that live now. */
	executorPids: () => number[];
	/** Takes no more requests, ends those in flight, stores what is recorded, and ends the executors. */
	stop: () => Promise<void>;
}

/** The recorder writes through one connection at a time; routes and runs need a second now and then. */
const MOST_CONNECTIONS = 4;
/** What runs may end within this at a stop; all of the worker has 1.8 s. */
const PATIENCE_MS = 900;

const MiB = 1024 * 1024;

/** Starts a node's orchestrator: executors, recorder, route table, runs for managers, and at last the listener. */
export async function startOrchestrator(settings: Settings, options: OrchestratorOptions): Promise<Orchestrator> {
	const { log } = options;
	const node = hostname();
	const connection = connect(options.databaseUrl, { max: MOST_CONNECTIONS, name: 'picloud worker' });
	const { db, pool: database } = connection;
	const notices = announcer(database);
	const listener = listenForNotices(options.databaseUrl, {
		name: 'picloud worker listener',
		onLost: (error) => {
			log.warn({ err: error }, 'lost the LISTEN connection, connecting again');
		}
	});
	const pool = startPool({
		entry: options.executorEntry,
		wasmPath: options.wasmPath,
		readable: [dirname(options.executorEntry), options.wasmPath],
		most: settings.PICLOUD_EXECUTORS ?? availableParallelism(),
		memoryBytes: settings.PICLOUD_MEMORY * MiB,
		runsPerProject: settings.PICLOUD_CONCURRENT_RUNS,
		log
	});
	const recorder = await startRecorder({
		pool: database,
		listener,
		announcer: notices,
		node,
		spillPath: join(options.dataDirectory, 'spill', 'executions.jsonl'),
		log
	});
	const table = await openTable({
		db,
		listener,
		forget: (program) => {
			pool.forget(program);
		},
		log
	});
	const runs = await serveRuns({ context: { db, announcer: notices, listener }, pool, recorder, node, log });
	await pool.ready;
	const server = await listen(
		handler({
			table,
			pool,
			recorder,
			endpointDomain: settings.PICLOUD_ENDPOINT_DOMAIN,
			bodyLimit: settings.PICLOUD_BODY_LIMIT,
			dashboardUrl: options.dashboardUrl,
			log
		}),
		{ host: settings.PICLOUD_HOST, port: settings.PICLOUD_ENDPOINT_PORT }
	);
	const { address, port } = server.address() as AddressInfo;

	return {
		address: { host: address, port },
		executorPids: () => pool.pids(),
		async stop() {
			const closed = new Promise((resolve) => server.close(resolve));
			server.closeIdleConnections();
			runs.close();
			table.close();
			await pool.stop(PATIENCE_MS);
			await recorder.stop();
			// Answers are written by now, except to clients that do not read them.
			setTimeout(() => {
				server.closeAllConnections();
			}, 100).unref();
			await closed;
			await notices.flush();
			await listener.close();
			await connection.close();
		}
	};
}
