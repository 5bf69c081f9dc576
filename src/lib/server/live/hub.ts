import { and, eq, inArray } from 'drizzle-orm';
import type { Logger } from 'pino';
import { isId } from '#lib/domain/names.ts';
import { Refusal } from '#lib/domain/refusal.ts';
import type { Context } from '../context.ts';
import { members, scripts } from '../db/schema/index.ts';
import { openEventStream, type EventStream } from './event-stream.ts';
import { RELOAD } from './notices.ts';
import { unwatch, watch, WATCH_S } from './watchers.ts';

/** A manager's live streams: one per browser, whatever the number of its tabs (rules.md, 26). */
export interface Hub {
	/**
	 * Opens a stream that says which of these scripts changed (`script`) or ran (`executions`). Ids of scripts that the user
	 * may not see are left out in silence.
	 * @throws Refusal 429 when one person has too many streams open
	 */
	open: (userId: string, scriptIds: string[]) => Promise<ReadableStream<Uint8Array>>;
	/** Ends every stream, and the node's interest with them. */
	close: () => Promise<void>;
}

/** Below the 30 s after which common proxies cut a silent connection. */
const BEAT_MS = 15_000;
/** Every reader comes again this often, so that one whose session or membership ended is let go. */
const LONGEST_STREAM_MS = 10 * 60_000;
/** A person with many browsers has a handful; more is a page that leaks. */
const MOST_STREAMS_PER_USER = 20;
/** A list page's worth and more; each id is a row in `watchers`. */
const MOST_SCRIPTS_PER_STREAM = 200;
/** Three chances to renew before a row expires. */
const RENEW_MS = (WATCH_S * 1_000) / 3;

/**
 * Recorders hear of a new watcher by a notice and then read the table; what they stored meanwhile they announced to nobody.
 * Ten times what that takes.
 */
const LEARN_MS = 500;

interface Reader {
	userId: string;
	scripts: Set<string>;
	stream: EventStream;
	openedAt: number;
}

/** Opens the hub of one manager. Its timers and its interest exist only while somebody reads. */
export function openHub(context: Context, options: { node: string; log: Logger }): Hub {
	const { db, announcer, listener } = context;
	const readers = new Set<Reader>();
	/** What this node's rows in `watchers` say. */
	let watched = new Set<string>();
	let timers: NodeJS.Timeout[] = [];
	let deafen: (() => void)[] = [];
	/** Writes to `watchers` follow each other, so the last state wins. */
	let writing = Promise.resolve();
	let closed = false;

	function tell(event: 'executions' | 'script', ids: string[] | typeof RELOAD): void {
		for (const reader of readers)
			for (const scriptId of ids === RELOAD ? reader.scripts : ids)
				if (reader.scripts.has(scriptId)) reader.stream.send(event, { scriptId });
	}

	function beat(): void {
		for (const reader of readers)
			if (Date.now() - reader.openedAt > LONGEST_STREAM_MS) reader.stream.close();
			else reader.stream.beat();
	}

	function wake(): void {
		if (timers.length > 0) return;
		timers = [setInterval(beat, BEAT_MS), setInterval(() => void settle({ renew: true }), RENEW_MS)];
		for (const timer of timers) timer.unref();
		deafen = [
			listener.on('executions', (ids) => {
				tell('executions', ids);
			}),
			listener.on('scripts', (ids) => {
				tell('script', ids);
			})
		];
	}

	function sleep(): void {
		for (const timer of timers) clearInterval(timer);
		for (const stop of deafen) stop();
		timers = [];
		deafen = [];
	}

	/** Brings `watchers` in line with the readers. A failure is tried again at the next renewal. */
	function settle({ renew = false } = {}): Promise<void> {
		writing = writing
			.then(async () => {
				const wanted = new Set([...readers].flatMap((reader) => [...reader.scripts]));
				const gone = [...watched].filter((id) => !wanted.has(id));
				const fresh = [...wanted].filter((id) => renew || !watched.has(id));
				if (gone.length === 0 && fresh.length === 0) return;
				await unwatch(db, options.node, gone);
				await watch(db, options.node, fresh);
				watched = wanted;
				announcer.announce('watchers', options.node);
			})
			.catch((error: unknown) => {
				options.log.warn({ err: error }, 'could not say which scripts are watched, trying again');
			});
		return writing;
	}

	return {
		async open(userId, scriptIds) {
			if (closed) throw new Refusal(503, 'live.closing', 'PiCloud is stopping; the page connects again by itself.');
			if ([...readers].filter((reader) => reader.userId === userId).length >= MOST_STREAMS_PER_USER)
				throw new Refusal(429, 'live.too_many_streams', 'Too many live pages are open; close some of them.');
			const visible = await visibleTo(context, userId, scriptIds.slice(0, MOST_SCRIPTS_PER_STREAM));
			const stream = openEventStream(() => {
				readers.delete(reader);
				if (readers.size === 0) sleep();
				void settle();
			});
			const reader: Reader = { userId, scripts: new Set(visible), stream, openedAt: Date.now() };
			const unwatched = visible.filter((id) => !watched.has(id));
			readers.add(reader);
			wake();
			await settle();
			setTimeout(() => {
				for (const scriptId of unwatched) stream.send('executions', { scriptId });
			}, LEARN_MS).unref();
			return stream.readable;
		},
		async close() {
			closed = true;
			for (const reader of readers) reader.stream.close();
			await settle();
		}
	};
}

async function visibleTo({ db }: Context, userId: string, scriptIds: string[]): Promise<string[]> {
	const ids = scriptIds.filter(isId);
	if (ids.length === 0) return [];
	const rows = await db
		.select({ id: scripts.id })
		.from(scripts)
		.innerJoin(members, eq(members.projectId, scripts.projectId))
		.where(and(eq(members.userId, userId), inArray(scripts.id, ids)));
	return rows.map((row) => row.id);
}
