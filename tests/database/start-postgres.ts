import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '#main/migrate.ts';
import { open } from '#main/postgres/embedded.ts';
import { silent } from './silent.ts';

/** The migrated, empty database that every test file's own one is a copy of. */
const TEMPLATE = 'picloud_template';

/**
 * One PostgreSQL for all database tests, the one the product embeds, with a template database that is migrated once. Test
 * files drop their databases when they passed; what is left belongs to failures and is kept, with the way to look at it.
 */
export default async function startPostgres(project: TestProject): Promise<() => Promise<void>> {
	const data = mkdtempSync(join(tmpdir(), 'picloud-database-tests-'));
	// As root PostgreSQL runs as another user, who has to get in.
	chmodSync(data, 0o755);
	const server = await open({ data, port: 0, log: silent });
	const admin = new pg.Client({ connectionString: server.url });
	await admin.connect();
	// Nothing here has to survive a power cut, and commits are most of what tests wait for.
	await admin.query('alter system set fsync = off');
	await admin.query('select pg_reload_conf()');
	await admin.query(`create database ${TEMPLATE}`);
	const template = new URL(server.url);
	template.pathname = TEMPLATE;
	await migrate(template.href, 'drizzle');
	project.provide('postgres', { url: server.url, template: TEMPLATE });

	return async () => {
		const { rows } = await admin.query<{ name: string }>(
			"select datname as name from pg_database where datname like 'test\\_%' order by 1"
		);
		await admin.end();
		await server.stop();
		if (rows.length === 0) rmSync(data, { recursive: true, force: true });
		else
			console.log(
				`Databases of failed tests were kept: ${rows.map((row) => row.name).join(', ')}.\n` +
					`To look at them, start PiCloud with PICLOUD_DATA=${data}`
			);
	};
}

declare module 'vitest' {
	interface ProvidedContext {
		postgres: { url: string; template: string };
	}
}
