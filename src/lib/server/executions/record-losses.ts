import type pg from 'pg';

/** What a node could not record, for one reason and a span of time. */
export interface Loss {
	id: string;
	node: string;
	effect: 'lost' | 'thinned';
	reason: string;
	executions: number;
	from: Date;
	until: Date;
}

/** Adds to what a node could not record, so that the dashboard can say it. */
export async function recordLosses(pool: pg.Pool, losses: Loss[]): Promise<void> {
	for (const loss of losses)
		await pool.query(
			`insert into recorder_losses (id, node, effect, reason, executions, "from", until)
			values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
			[loss.id, loss.node, loss.effect, loss.reason, loss.executions, loss.from, loss.until]
		);
}

/** The scripts that somebody looks at now; recorders announce executions of these only (rules.md, 26). */
export async function watched(pool: pg.Pool): Promise<Set<string>> {
	const { rows } = await pool.query<{ script_id: string }>(
		'select distinct script_id from watchers where expires_at > now()'
	);
	return new Set(rows.map((row) => row.script_id));
}
