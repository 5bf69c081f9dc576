import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import * as schema from './schema/index.ts';

export type Database = NodePgDatabase<typeof schema>;
/** A transaction, or the database itself where a caller has no transaction of its own. */
export type Transaction = Pick<Database, 'select' | 'insert' | 'update' | 'delete' | 'execute' | 'query'>;

export interface Connection {
	db: Database;
	pool: pg.Pool;
	close: () => Promise<void>;
}

/**
 * Opens a pool. Connections are made when first needed, and let go after ten idle seconds, so an idle process holds none.
 * A connection that PostgreSQL drops while idle is forgotten in silence: the next query makes another.
 */
export function connect(url: string, options: { max: number; name: string }): Connection {
	const pool = new pg.Pool({
		connectionString: url,
		max: options.max,
		application_name: options.name,
		idleTimeoutMillis: 10_000,
		connectionTimeoutMillis: 10_000
	});
	pool.on('error', () => undefined);
	return { db: drizzle({ client: pool, schema }), pool, close: () => pool.end() };
}
