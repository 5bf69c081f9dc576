import { v7 as uuidv7 } from 'uuid';
import type { Logger } from 'pino';
import { Refusal } from '#lib/domain/refusal.ts';
import type { Settings } from '#settings.ts';
import * as attempts from './auth/attempts.ts';
import * as sessions from './auth/sessions.ts';
import type { Context } from './context.ts';
import { connect, type Connection } from './db/connect.ts';
import { openHub, type Hub } from './live/hub.ts';
import { listen } from './live/listener.ts';
import { announcer } from './live/notices.ts';
import type { EndpointOrigins } from './triggers/addresses.ts';

/** A manager's share of the process: made once by its entry, used by the hooks and every route. */
export interface Instance extends Context {
	/** Of this process; other processes know it by this name. */
	id: string;
	settings: Settings;
	connection: Connection;
	sessions: sessions.Sessions;
	attempts: attempts.Attempts;
	hub: Hub;
	endpoints: EndpointOrigins;
	log: Logger;
}

export interface InstanceOptions {
	databaseUrl: string;
	endpoints: EndpointOrigins;
	log: Logger;
	/** Default: a new UUID. */
	id?: string;
}

/** A dashboard's requests are short, and a small machine's PostgreSQL has few connections to give. */
const MOST_CONNECTIONS = 10;

let current: Instance | undefined;
let closed = false;

/**
 * Opens this process's manager: pool, LISTEN connection, sessions and live streams. The database is migrated already.
 * Call it once, before SvelteKit's handler is imported.
 */
export function open(settings: Settings, options: InstanceOptions): Instance {
	if (current) throw new Error('This process has an open instance already');
	const { log, endpoints, databaseUrl } = options;
	const id = options.id ?? uuidv7();
	const connection = connect(databaseUrl, { max: MOST_CONNECTIONS, name: 'picloud manager' });
	const { db, pool } = connection;
	const notices = announcer(pool);
	const listener = listen(databaseUrl, {
		name: 'picloud manager listener',
		onLost: (error) => {
			log.warn({ err: error }, 'lost the LISTEN connection, connecting again');
		}
	});
	const context: Context = { db, announcer: notices, listener };
	closed = false;
	current = {
		...context,
		id,
		settings,
		connection,
		sessions: sessions.open(db),
		attempts: attempts.open(pool),
		hub: openHub(context, { node: id, log }),
		endpoints,
		log
	};
	return current;
}

/**
 * The open instance.
 * @throws Refusal 503 for requests that come while the process stops
 */
export function instance(): Instance {
	if (current) return current;
	if (closed) throw new Refusal(503, 'picloud.stopping', 'PiCloud is stopping. Try again in a moment.');
	throw new Error('No instance is open: the process must call open() before it serves requests');
}

/** Ends every live stream first, so that nothing keeps a request open, then says what is left to say and lets go. */
export async function close(): Promise<void> {
	const closing = current;
	if (!closing) return;
	current = undefined;
	closed = true;
	await closing.hub.close();
	await closing.announcer.flush();
	await closing.listener.close();
	await closing.connection.close();
}
