import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { StartError } from './start-error.ts';

/** Any number that nothing else of PiCloud locks: the digits of "PiCloud" on a telephone. */
const MIGRATING = 7_425_683;
/** Older ones lack `nulls not distinct` and much of what the planner needs; it is also the oldest still maintained. */
const OLDEST_SERVER = 15;

/**
 * Brings the database at an address up to this version of PiCloud. Of any number of nodes that start at the same time
 * one migrates and the others wait for it.
 * @param folder the generated migrations, with their meta/_journal.json
 * @returns how many migrations were applied
 * @throws StartError when the server can't be reached or is too old, or when a newer PiCloud has migrated the database
 */
export async function migrate(url: string, folder: string): Promise<number> {
	const client = new pg.Client({ connectionString: url, application_name: 'picloud migrate' });
	try {
		await client.connect();
	} catch (error) {
		throw new StartError(
			`PostgreSQL at ${withoutPassword(url)} can't be reached: ${(error as Error).message}.\n` +
				'Check DATABASE_URL, or unset it to run on the embedded PostgreSQL.'
		);
	}
	try {
		await assertVersion(client);
		await client.query('select pg_advisory_lock($1)', [MIGRATING]);
		const before = await applied(client);
		assertKnown(before, folder);
		await applyMigrations(drizzle({ client }), { migrationsFolder: folder });
		return (await applied(client)).length - before.length;
	} finally {
		await client.end();
	}
}

async function assertVersion(client: pg.Client): Promise<void> {
	const { rows } = await client.query<{ number: string; name: string }>(
		"select current_setting('server_version_num') as number, current_setting('server_version') as name"
	);
	const found = rows[0];
	if (found && Math.floor(Number(found.number) / 10_000) < OLDEST_SERVER)
		throw new StartError(
			`PiCloud needs PostgreSQL ${OLDEST_SERVER} or newer, and DATABASE_URL leads to ${found.name}: upgrade it, or unset ` +
				'DATABASE_URL to run on the embedded PostgreSQL.'
		);
}

/** When each applied migration was made, which is how the migrator knows them. */
async function applied(client: pg.Client): Promise<number[]> {
	const { rows } = await client.query<{ there: string | null }>(
		"select to_regclass('drizzle.__drizzle_migrations') as there"
	);
	if (!rows[0]?.there) return [];
	const done = await client.query<{ created_at: string }>('select created_at from drizzle.__drizzle_migrations');
	return done.rows.map((row) => Number(row.created_at));
}

/** Code that is older than the database would read columns that are gone. */
function assertKnown(done: number[], folder: string): void {
	const journal = join(folder, 'meta/_journal.json');
	if (!existsSync(journal)) throw new Error(`There are no migrations in ${folder}`);
	const { entries } = JSON.parse(readFileSync(journal, 'utf8')) as { entries: { when: number }[] };
	const newest = Math.max(0, ...entries.map((entry) => entry.when));
	if (done.some((when) => when > newest))
		throw new StartError('A newer PiCloud has used this database. Start that version or a later one.');
}

function withoutPassword(url: string): string {
	const shown = new URL(url);
	if (shown.password) shown.password = '***';
	return shown.href;
}
