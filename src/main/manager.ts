import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import * as setup from '#lib/server/accounts/setup.ts';
import * as instance from '#lib/server/instance.ts';
import { origins } from '#lib/server/triggers/addresses.ts';
import type { Settings } from '#settings.ts';
import { dashboardOrigin } from './addresses.ts';
import { adapterSettings, type DashboardServer, type Handler } from './dashboard-server.ts';

export interface Manager {
	/** The one-time link that makes the first administrator, while there is none. */
	setupLink: string | undefined;
	stop: () => Promise<void>;
}

export interface Given {
	server: DashboardServer;
	databaseUrl: string;
	instance: string;
	/** Where adapter-node's handler was built to. */
	handlerUrl: string;
	log: Logger;
}

/** Writing what is left to say takes milliseconds, unless PostgreSQL is away. */
const CLOSE_PATIENCE_MS = 1_000;

/** Opens the manager behind its listener: its share of lib/server first, then SvelteKit's handler, which uses it. */
export async function openManager(settings: Settings, given: Given): Promise<Manager> {
	const { db } = instance.open(settings, {
		databaseUrl: given.databaseUrl,
		endpoints: origins(settings),
		log: given.log,
		id: given.instance
	});
	Object.assign(process.env, adapterSettings(settings));
	// The file exists only once SvelteKit's adapter has run, after this one was built.
	const { handler } = (await import(/* @vite-ignore */ given.handlerUrl)) as { handler: Handler };
	const token = await setup.open(db);
	given.server.serve(handler);
	return {
		setupLink: token && `${dashboardOrigin(settings)}/setup/${token}`,
		async stop() {
			// The listener waits for streams to end, which closing the instance makes them do.
			await Promise.all([given.server.stop(), Promise.race([instance.close(), sleep(CLOSE_PATIENCE_MS)])]);
		}
	};
}
