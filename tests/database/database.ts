import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, inject } from 'vitest';
import type { Context } from '#lib/server/context.ts';
import { connect } from '#lib/server/db/connect.ts';
import { listen } from '#lib/server/live/listener.ts';
import { announcer } from '#lib/server/live/notices.ts';

export interface TestDatabase extends Context {
	pool: pg.Pool;
	/** To connect to this file's database as another process would. */
	url: string;
}

/**
 * Makes a database for the test file that calls this, migrated and empty, on a real PostgreSQL, with a pool, a LISTEN
 * connection and an announcer as a process has them. It is dropped after the file's tests when all of them passed.
 */
export async function testDatabase(): Promise<TestDatabase> {
	const { url, template } = inject('postgres');
	const name = `test_${randomBytes(6).toString('hex')}`;
	await asAdministrator(url, `create database ${name} template ${template}`);

	const own = new URL(url);
	own.pathname = name;
	const { db, pool, close } = connect(own.href, { max: 20, name: 'picloud test' });
	const listener = listen(own.href, { name: 'picloud test listener' });
	await listener.ready;

	let failed = false;
	afterEach(({ task }) => {
		failed ||= task.result?.state === 'fail';
	});
	afterAll(async () => {
		await listener.close();
		await close();
		if (!failed) await asAdministrator(url, `drop database ${name} with (force)`);
	});
	return { db, pool, url: own.href, listener, announcer: announcer(pool) };
}

async function asAdministrator(url: string, statement: string): Promise<void> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		await client.query(statement);
	} finally {
		await client.end();
	}
}
