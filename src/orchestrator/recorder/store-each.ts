import type { Logger } from 'pino';
import type pg from 'pg';
import { recordAgain } from '#lib/server/executions/record.ts';

const LINE_FEED = 0x0a;

/**
 * Stores lines one by one, after PostgreSQL refused them together, so that a bad one costs only itself. Returns how many
 * were refused.
 */
export async function storeEach(pool: pg.Pool, chunks: Buffer[], log: Logger): Promise<number> {
	const all = Buffer.concat(chunks);
	let refused = 0;
	for (let start = 0; start < all.length;) {
		const end = all.indexOf(LINE_FEED, start) + 1;
		const one = all.subarray(start, end);
		start = end;
		await recordAgain(pool, [one]).catch((error: unknown) => {
			refused += 1;
			log.error({ err: error, execution: one.toString('latin1', 0, 36) }, 'an execution could not be recorded');
		});
	}
	return refused;
}
