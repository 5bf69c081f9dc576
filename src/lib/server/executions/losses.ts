import { gt, sql } from 'drizzle-orm';
import { permit, type Actor } from '../actor.ts';
import { recorderLosses } from '../db/schema/index.ts';

/** What recorders could not keep lately, on the whole instance. */
export interface Losses {
	/** Executions that were never stored. */
	lost: number;
	/** Executions stored without their logs or event. */
	thinned: number;
	reasons: string[];
}

/** Old losses are history, and a banner that never goes is not read. */
const SHOWN_FOR = sql`interval '1 day'`;

/** Counts the losses of the last day; undefined when there are none. */
export async function losses(actor: Actor): Promise<Losses | undefined> {
	permit(actor, 'execution.read');
	const rows = await actor.context.db
		.select({
			effect: recorderLosses.effect,
			reason: recorderLosses.reason,
			executions: sql<number>`sum(${recorderLosses.executions})::float8`
		})
		.from(recorderLosses)
		.where(gt(recorderLosses.until, sql`now() - ${SHOWN_FOR}`))
		.groupBy(recorderLosses.effect, recorderLosses.reason);
	if (rows.length === 0) return undefined;
	const total = (effect: 'lost' | 'thinned') =>
		rows.filter((row) => row.effect === effect).reduce((sum, row) => sum + row.executions, 0);
	return { lost: total('lost'), thinned: total('thinned'), reasons: [...new Set(rows.map((row) => row.reason))] };
}
