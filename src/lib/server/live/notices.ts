import type pg from 'pg';

/** What can change, as PostgreSQL channels; every payload is a list of ids of the kind named. */
export const CHANNELS = {
	/** Project ids whose endpoints, versions or limits changed: route tables reload. */
	routes: 'picloud_routes',
	/** Script ids that have new executions; sent only while somebody watches. */
	executions: 'picloud_executions',
	/** Script ids whose draft, versions or settings changed: open pages reload. */
	scripts: 'picloud_scripts',
	/** Run ids waiting for a worker. */
	runs: 'picloud_runs',
	/** Run ids with new frames. */
	frames: 'picloud_frames',
	/** Somebody began or ceased to watch executions: recorders read the watchers again. */
	watchers: 'picloud_watchers'
} as const;

export type Topic = keyof typeof CHANNELS;

/** Instead of ids: more changed than fits, or notices may have been missed, so read everything again. */
export const RELOAD = 'reload';

/** Long enough to gather a burst, short enough that nobody sees it (rules.md, 1). */
const GATHER_MS = 10;
/** PostgreSQL refuses payloads of 8,000 bytes. */
const MOST_BYTES = 7_000;

export interface Announcer {
	/** Sends after the current commit is long done: never call it inside the transaction that it tells of. */
	announce: (topic: Topic, id: string) => void;
	/** Sends what is gathered. */
	flush: () => Promise<void>;
}

/**
 * Tells every process what changed: one NOTIFY per topic per 10 ms, whatever the number of calls, because PostgreSQL
 * serialises commits that notify. A notice that can't be sent is tried again until PostgreSQL is back.
 */
export function announcer(pool: pg.Pool): Announcer {
	const gathered = new Map<Topic, Set<string>>();
	let timer: NodeJS.Timeout | undefined;

	async function flush(): Promise<void> {
		clearTimeout(timer);
		timer = undefined;
		const batch = [...gathered];
		gathered.clear();
		for (const [topic, ids] of batch) {
			const list = [...ids].join(',');
			try {
				await pool.query('select pg_notify($1, $2)', [CHANNELS[topic], list.length > MOST_BYTES ? RELOAD : list]);
			} catch {
				for (const id of ids) add(topic, id);
				timer ??= setTimeout(() => void flush(), 1_000);
			}
		}
	}

	function add(topic: Topic, id: string): void {
		const ids = gathered.get(topic);
		if (ids) ids.add(id);
		else gathered.set(topic, new Set([id]));
	}

	return {
		announce(topic, id) {
			add(topic, id);
			timer ??= setTimeout(() => void flush(), GATHER_MS);
		},
		flush
	};
}
