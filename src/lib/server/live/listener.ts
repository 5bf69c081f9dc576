import pg from 'pg';
import { CHANNELS, RELOAD, type Topic } from './notices.ts';

export type Heard = (ids: string[] | typeof RELOAD) => void;

export interface Listener {
	/**
	 * Hears a topic; the returned function ends it. Every reconnect is heard as `reload`, and so is the moment from which
	 * a topic that nobody heard before is listened to: what was read until then may be old.
	 */
	on: (topic: Topic, heard: Heard) => () => void;
	/** Resolves once connected for the first time. */
	ready: Promise<undefined>;
	close: () => Promise<void>;
}

/** First and longest pause between attempts to connect again. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

/**
 * The process's one LISTEN connection. Topics without a hearer are not listened to. A lost connection is made again with
 * a growing pause, and then every hearer is told to reload, since notices may have been missed meanwhile.
 */
export function listen(url: string, options: { name: string; onLost?: (error: Error) => void }): Listener {
	const hearers = new Map<Topic, Set<Heard>>();
	let client: pg.Client | undefined;
	let closed = false;
	let pause = FIRST_PAUSE_MS;
	let everConnected = false;
	let asking = Promise.resolve();
	const { promise: ready, resolve: markReady } = Promise.withResolvers<undefined>();

	const topicOf = new Map(Object.entries(CHANNELS).map(([topic, channel]) => [channel as string, topic as Topic]));

	// It may be closed during every await of connect(), which the compiler does not know of a variable.
	const isClosed = (): boolean => closed;

	async function connect(): Promise<void> {
		const candidate = new pg.Client({
			connectionString: url,
			application_name: options.name,
			keepAlive: true,
			keepAliveInitialDelayMillis: 30_000
		});
		let lost = false;
		const again = (error: Error): void => {
			if (lost) return;
			lost = true;
			const wasConnected = client === candidate;
			if (wasConnected) client = undefined;
			candidate.end().catch(() => undefined);
			if (isClosed()) return;
			// Told once for each loss: attempts that fail until PostgreSQL is back say nothing new.
			if (wasConnected) options.onLost?.(error);
			setTimeout(() => void connect(), pause);
			pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
		};
		candidate.on('error', again);
		candidate.on('end', () => {
			again(new Error('PostgreSQL closed the connection'));
		});
		candidate.on('notification', ({ channel, payload }) => {
			const topic = topicOf.get(channel);
			if (topic) tell(topic, payload === RELOAD || !payload ? RELOAD : payload.split(','));
		});
		try {
			await candidate.connect();
			for (const topic of hearers.keys()) await candidate.query(`listen ${CHANNELS[topic]}`);
			if (isClosed()) {
				await candidate.end();
				return;
			}
			client = candidate;
			pause = FIRST_PAUSE_MS;
			if (everConnected) for (const topic of hearers.keys()) tell(topic, RELOAD);
			everConnected = true;
			markReady(undefined);
		} catch (error) {
			again(error as Error);
		}
	}

	/** One after another, as pg asks. A failure is the connection's, and reconnecting listens again. */
	function listenTo(topic: Topic): void {
		const current = client;
		if (!current) return;
		asking = asking
			.then(() => current.query(`listen ${CHANNELS[topic]}`))
			.then(
				() => {
					tell(topic, RELOAD);
				},
				() => undefined
			);
	}

	function tell(topic: Topic, ids: string[] | typeof RELOAD): void {
		for (const heard of hearers.get(topic) ?? []) heard(ids);
	}

	void connect();

	return {
		ready,
		on(topic, heard) {
			const known = hearers.get(topic);
			if (known) known.add(heard);
			else {
				hearers.set(topic, new Set([heard]));
				listenTo(topic);
			}
			return () => {
				hearers.get(topic)?.delete(heard);
			};
		},
		async close() {
			closed = true;
			await client?.end().catch(() => undefined);
		}
	};
}
