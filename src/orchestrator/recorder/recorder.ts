import type { Logger } from 'pino';
import type pg from 'pg';
import { recordLosses, watched } from '#lib/server/executions/record-losses.ts';
import { line, record, recordAgain, type ExecutionRecord } from '#lib/server/executions/record.ts';
import type { Listener } from '#lib/server/live/listener.ts';
import type { Announcer } from '#lib/server/live/notices.ts';
import { lines, type Batch } from './lines.ts';
import { countLosses } from './losses.ts';
import { openSpill } from './spill.ts';
import { storeEach } from './store-each.ts';

/** Long enough that a burst shares a commit, short enough that a page that watches seems live. */
const GATHER_MS = 25;
/** What may wait in memory for PostgreSQL. Past half of it successes go without their logs; past all of it, whole. */
const WAITING_BYTES = 64 * 1024 * 1024;
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
	const successes = lines();
	const failures = lines();
	let timer: NodeJS.Timeout | undefined;
	let writing: Promise<void> | undefined;
	/** Zero while PostgreSQL answers, else how long to wait before the next try. */
	let pause = 0;
	let watchedScripts = new Set<string>();
	let touched = new Set<string>();

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

	function arm(milliseconds: number): void {
		if (writing || timer) return;
		timer = setTimeout(() => {
			timer = undefined;
			writing = write().finally(() => {
				writing = undefined;
				if (successes.rows + failures.rows > 0 || (pause > 0 && spill.holds())) arm(pause || GATHER_MS);
			});
		}, milliseconds);
	}

	async function write(): Promise<void> {
		const [good, bad] = [successes.take(), failures.take()];
		const scripts = touched;
		touched = new Set();
		const chunks = [...bad.chunks, ...good.chunks];
		try {
			if (chunks.length > 0) await (pause > 0 ? recordAgain(pool, chunks) : record(pool, chunks));
		} catch (error) {
			if (!isDataFault(error)) {
				for (const script of scripts) touched.add(script);
				await keepForLater(good, bad, error as Error);
				return;
			}
			const refused = await storeEach(pool, chunks, log);
			if (refused > 0) losses.count('lost', 'refused by PostgreSQL', refused);
		}
		for (const script of scripts) announcer.announce('executions', script);
		await catchUp();
	}

	/** After a success: what the file and the counters hold. */
	async function catchUp(): Promise<void> {
		if (pause > 0) log.info('PostgreSQL is back: recording goes on');
		pause = 0;
		await storeLosses();
		if (!spill.holds()) return;
		await spill
			.drain((kept) => recordAgain(pool, kept))
			.catch((error: unknown) => {
				log.warn({ err: error }, 'spilled executions could not be stored yet');
				pause = LONGEST_PAUSE_MS;
			});
	}

	async function storeLosses(): Promise<void> {
		const counted = losses.take();
		await recordLosses(pool, counted).catch(() => {
			losses.putBack(counted);
		});
	}

	async function keepForLater(good: Batch, bad: Batch, error: Error): Promise<void> {
		if (pause === 0) log.warn({ err: error }, 'PostgreSQL is away: failures are kept in a file, successes in memory');
		pause = Math.min(Math.max(pause * 2, FIRST_PAUSE_MS), LONGEST_PAUSE_MS);
		successes.putBack(good);
		const kept = await spill.keep(bad).catch((cause: unknown) => {
			log.error({ err: cause }, 'the spill file could not be written');
			return 0;
		});
		if (kept < bad.rows) losses.count('lost', 'spill file full', bad.rows - kept);
	}

	/** A success while PostgreSQL is slow or away: first its logs are given up, then all of it. */
	function takeWhileFull(execution: ExecutionRecord): void {
		if (successes.bytes > WAITING_BYTES) losses.count('lost', 'recorder memory full', 1);
		else if (execution.logs === null) successes.append(line(execution));
		else {
			losses.count('thinned', 'recorder memory half full', 1);
			successes.append(line({ ...execution, logs: null, logsCut: true }));
		}
	}

	if (spill.holds()) {
		pause = FIRST_PAUSE_MS;
		arm(0);
	}

	return {
		record(execution) {
			if (execution.status !== 'succeeded') failures.append(line(execution));
			else if (successes.bytes > WAITING_BYTES / 2) takeWhileFull(execution);
			else successes.append(line(execution));
			if (watchedScripts.has(execution.scriptId)) touched.add(execution.scriptId);
			if (timer === undefined) arm(pause || GATHER_MS);
		},
		accepting: () => !spill.full(),
		async stop() {
			clearTimeout(timer);
			await writing;
			clearTimeout(timer);
			await write();
			if (successes.rows === 0) return;
			losses.count('lost', 'PostgreSQL away at the stop', successes.rows);
			log.error({ executions: successes.rows }, 'executions are lost: PostgreSQL was away at the stop');
			await storeLosses();
		}
	};
}

/** SQLSTATE classes 22 and 23: the data is at fault, and the same again would fail for ever. */
function isDataFault(error: unknown): boolean {
	const code = (error as { code?: unknown }).code;
	return typeof code === 'string' && /^2[23]/.test(code);
}
