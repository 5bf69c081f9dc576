import { and, eq, inArray, lte, sql } from 'drizzle-orm';
import type { Database } from '../db/connect.ts';
import { watchers } from '../db/schema/index.ts';

/** How long a row speaks for its node without being renewed; then the node is taken for dead. */
export const WATCH_S = 60;

/** PostgreSQL's clock, because every node reads these rows. */
const until = sql`now() + make_interval(secs => ${WATCH_S})`;

/** Says that a node has readers for these scripts' executions, for WATCH_S from now; also clears dead nodes' rows away. */
export async function watch(db: Database, node: string, scriptIds: string[]): Promise<void> {
	if (scriptIds.length > 0)
		await db
			.insert(watchers)
			.values(scriptIds.map((scriptId) => ({ node, scriptId, expiresAt: until })))
			.onConflictDoUpdate({ target: [watchers.node, watchers.scriptId], set: { expiresAt: until } });
	await db.delete(watchers).where(lte(watchers.expiresAt, sql`now()`));
}

/** Says that a node has no readers for these scripts any more. */
export async function unwatch(db: Database, node: string, scriptIds: string[]): Promise<void> {
	if (scriptIds.length === 0) return;
	await db.delete(watchers).where(and(eq(watchers.node, node), inArray(watchers.scriptId, scriptIds)));
}
