import type { Logger } from 'pino';
import type pg from 'pg';
import { record, recordAgain, recordLosses, watched, type ExecutionRecord } from '#lib/server/executions/record.ts';
import type { Listener } from '#lib/server/live/listener.ts';
import type { Announcer } from '#lib/server/live/notices.ts';
import { countLosses } from './losses.ts';
import { openSpill } from './spill.ts';

/** Long enough that a burst shares a commit, short enough that a page that watches seems live. */
const GATHER_MS = 25;
/** More rows in a statement gain nothing and hold PostgreSQL's reply up. */
const BATCH_ROWS = 5_000;
/** What may wait in memory for PostgreSQL. Past half of it successes go without their logs; past all of it, whole. */
const WAITING_BYTES = 96 * 1024 * 1024;
/** A row without its texts: measured about 400 bytes in V8. */
const ROW_BYTES = 400;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

export interface Recorder {
	/** Takes an execution. Returns at once and never fails: what can't be stored is counted. */
	record: (execution: ExecutionRecord) => void;
	/** False while another failure could not be kept: then no run may begin (rules.md, 10). */
	accepting: () => boolean;
	/** Stores what waits, or spills what failed when PostgreSQL is away. */
	stop: () => Promise<void>;
}

interface Options {
	pool: pg.Pool;
	listener: Listener;
	announcer: Announcer;
	node: string;
	spillPath: string;
	log: Logger;
}

/**
 * Writes executions in batches, one statement at a time. While PostgreSQL is away failures go to a file and successes
 * wait in bounded memory.
 */
export async function startRecorder({ pool, listener, announcer, node, spillPath, log }: Options): Promise<Recorder> {
	const spill = await openSpill(spillPath);
	const losses = countLosses(node);
	let waiting: ExecutionRecord[] = [];
	let waitingBytes = 0;
	let timer: NodeJS.Timeout | undefined;
	let writing: Promise<void> | undefined;
	let pause = 0;
	let watchedScripts = new Set<string>();

	const readWatched = (): void => {
		watched(pool).then(
			(scripts) => (watchedScripts = scripts),
			(error: unknown) => {
				log.debug({ err: error }, 'watchers could not be read; the next notice or reconnect reads them again');
			}
		);
	};
	listener.on('watchers', readWatched);
	readWatched();

	const sizeOf = (row: ExecutionRecord): number =>
		ROW_BYTES + (row.logs?.length ?? 0) + (row.event?.length ?? 0) + (row.error?.length ?? 0);

	function arm(milliseconds: number): void {
		if (writing || timer) return;
		timer = setTimeout(() => {
			timer = undefined;
			void flush();
		}, milliseconds);
	}

	function flush(): Promise<void> {
		writing ??= write().finally(() => {
			writing = undefined;
			if (waiting.length > 0 || (pause > 0 && spill.holds()))
				arm(pause || (waiting.length >= BATCH_ROWS ? 0 : GATHER_MS));
		});
		return writing;
	}

	async function write(): Promise<void> {
		const batch = waiting.splice(0, BATCH_ROWS);
		let bytes = 0;
		for (const row of batch) bytes += sizeOf(row);
		try {
			if (batch.length > 0) await (pause > 0 ? recordAgain(pool, batch) : record(pool, batch));
			waitingBytes -= bytes;
			announceWatched(batch);
		} catch (error) {
			if (isOurFault(error)) await storeOneByOne(batch, bytes);
			else await keepForLater(batch, error as Error);
			return;
		}
		await catchUp();
	}

	function announceWatched(batch: ExecutionRecord[]): void {
		if (watchedScripts.size === 0) return;
		for (const row of batch) if (watchedScripts.has(row.scriptId)) announcer.announce('executions', row.scriptId);
	}

	/** After a success: what the file and the counters hold. */
	async function catchUp(): Promise<void> {
		if (pause > 0) log.info('PostgreSQL is back: recording goes on');
		pause = 0;
		const counted = losses.take();
		try {
			await recordLosses(pool, counted);
		} catch {
			losses.putBack(counted);
		}
		if (spill.holds())
			await spill
				.drain(async (rows) => {
					await recordAgain(pool, rows);
					announceWatched(rows);
				})
				.catch((error: unknown) => {
					log.warn({ err: error }, 'spilled executions could not be stored yet');
					pause = LONGEST_PAUSE_MS;
				});
	}

	/** PostgreSQL refused the data itself: every row alone, so that one bad row costs only itself. */
	async function storeOneByOne(batch: ExecutionRecord[], bytes: number): Promise<void> {
		let refused = 0;
		for (const row of batch)
			await recordAgain(pool, [row]).catch((error: unknown) => {
				refused += 1;
				log.error({ err: error, execution: row.id }, 'an execution could not be recorded');
			});
		waitingBytes -= bytes;
		if (refused > 0) losses.count('lost', 'refused by PostgreSQL', refused);
		announceWatched(batch);
	}

	async function keepForLater(batch: ExecutionRecord[], error: Error): Promise<void> {
		if (pause === 0) log.warn({ err: error }, 'PostgreSQL is away: failures are kept in a file, successes in memory');
		pause = Math.min(Math.max(pause * 2, FIRST_PAUSE_MS), LONGEST_PAUSE_MS);
		const all = batch.concat(waiting);
		waiting = [];
		waitingBytes = 0;
		const failures = all.filter((row) => row.status !== 'succeeded');
		const kept = await spill.keep(failures).catch((cause: unknown) => {
			log.error({ err: cause }, 'the spill file could not be written');
			return 0;
		});
		if (kept < failures.length) losses.count('lost', 'spill file full', failures.length - kept);
		for (const row of all) if (row.status === 'succeeded') wait(row);
	}

	function wait(row: ExecutionRecord): void {
		if (row.logs !== null && row.status === 'succeeded' && waitingBytes > WAITING_BYTES / 2) {
			losses.count('thinned', 'recorder memory half full', 1);
			row.logs = null;
			row.logsCut = true;
		}
		const bytes = sizeOf(row);
		if (waitingBytes + bytes > WAITING_BYTES) {
			losses.count('lost', 'recorder memory full', 1);
			return;
		}
		waitingBytes += bytes;
		waiting.push(row);
	}

	if (spill.holds()) {
		pause = FIRST_PAUSE_MS;
		arm(0);
	}

	return {
		record(execution) {
			wait(execution);
			arm(pause || GATHER_MS);
		},
		accepting: () => !spill.full(),
		async stop() {
			clearTimeout(timer);
			timer = undefined;
			await writing;
			clearTimeout(timer);
			while (waiting.length > 0) {
				await write();
				if (pause > 0) break;
			}
			if (waiting.length > 0)
				log.error({ executions: waiting.length }, 'executions lost: PostgreSQL was away at the stop');
			const counted = losses.take();
			await recordLosses(pool, counted).catch(() => undefined);
		}
	};
}

/** SQLSTATE classes 22 and 23: the data is at fault, and trying again would fail for ever. */
function isOurFault(error: unknown): boolean {
	const code = (error as { code?: unknown }).code;
	return typeof code === 'string' && /^2[23]/.test(code);
}
