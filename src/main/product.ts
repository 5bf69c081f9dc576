import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { origins } from '#lib/server/triggers/addresses.ts';
import type { Settings } from '#settings.ts';
import { dashboardOrigin, listenerOrigin } from './addresses.ts';
import { openDashboardServer } from './dashboard-server.ts';
import { dataDirectory } from './data-directory.ts';
import { assertFree } from './listening.ts';
import { openManager, type Manager } from './manager.ts';
import { migrate } from './migrate.ts';
import * as postgres from './postgres/embedded.ts';
import * as running from './running.ts';
import { supervise } from './supervisor.ts';

/** What a node that has started offers, and where. */
export interface Product {
	dashboard?: string;
	endpoints?: string;
	setupLink?: string;
}

export interface Starting {
	log: Logger;
	/** Directory of the built processes. */
	built: URL;
	/** Takes what must be stopped, in the order it was started; it is stopped in the other. */
	parts: AsyncDisposableStack;
	/** Waits for a step of the start, but not when the product is told to stop meanwhile. */
	step: <T>(work: Promise<T>) => Promise<T>;
}

/**
 * Starts the roles of this node on their database. What can be told early is: a second start, a taken port.
 * @throws StartError for everything that a person must change before it can start
 */
export async function openProduct(settings: Settings, { log, built, parts, step }: Starting): Promise<Product> {
	const runs = (role: string): boolean => settings.PICLOUD_ROLES.split(',').includes(role);
	const beside = (file: string): string => new URL(file, built).href;
	const token = randomUUID();

	const data = dataDirectory(settings);
	parts.defer(await step(running.claim(data, { address: listenerOrigin(settings), token })));

	const server = runs('manager') ? await step(openDashboardServer(settings, token)) : undefined;
	if (runs('worker'))
		await step(assertFree(settings.PICLOUD_HOST, settings.PICLOUD_ENDPOINT_PORT, 'PICLOUD_ENDPOINT_PORT'));

	let databaseUrl = settings.DATABASE_URL;
	if (!databaseUrl) {
		const database = await step(postgres.open({ data, port: settings.PICLOUD_DATABASE_PORT, log }));
		parts.defer(database.stop);
		databaseUrl = database.url;
	}
	const applied = await step(migrate(databaseUrl, fileURLToPath(beside('./drizzle'))));
	if (applied > 0) log.info({ applied }, 'the database is up to date');

	const worker = runs('worker')
		? supervise({
				name: 'worker',
				entry: fileURLToPath(beside('./worker.js')),
				environment: {
					PICLOUD_INTERNAL_DATABASE_URL: databaseUrl,
					PICLOUD_INTERNAL_DATA: data,
					PICLOUD_INTERNAL_DASHBOARD_URL: dashboardOrigin(settings)
				},
				log
			})
		: undefined;
	let manager: Manager | undefined;
	parts.defer(async () => {
		await Promise.all([worker?.stop(), manager?.stop()]);
	});
	if (server)
		manager = await step(
			openManager(settings, { server, databaseUrl, instance: token, handlerUrl: beside('./handler.js'), log })
		);
	if (worker) await step(worker.ready);

	return {
		...(manager ? { dashboard: dashboardOrigin(settings), setupLink: manager.setupLink } : {}),
		...(worker ? { endpoints: origins(settings).path } : {})
	};
}
