import { afterEach, describe, expect, it, vi } from 'vitest';
import { read } from '#settings.ts';
import { testDatabase } from '../../../tests/database/database.ts';
import { member } from '../../../tests/database/people.ts';
import { silent } from '../../../tests/database/silent.ts';
import { health } from './health.ts';
import * as instances from './instance.ts';
import { origins } from './triggers/addresses.ts';

const database = await testDatabase();
const settings = read({});
const open = (databaseUrl = database.url) =>
	instances.open(settings, { databaseUrl, endpoints: origins(settings), log: silent });

afterEach(() => instances.close());

describe('an instance', () => {
	it('is what open() gave, once in a process', () => {
		const opened = open();
		expect(instances.instance()).toBe(opened);
		expect(() => open()).toThrow(/open instance already/);
	});

	it('ends live streams when it closes, and refuses requests that come after', async () => {
		const { hub } = open();
		const { user } = await member(database);
		const reader = (await hub.open(user.id, [])).getReader();
		await instances.close();
		for (;;) if ((await reader.read()).done) break;
		expect(() => instances.instance()).toThrow(expect.objectContaining({ status: 503 }) as Error);
	});

	it('leaves no connection behind when it closes', async () => {
		await open().connection.pool.query('select 1');
		await instances.close();
		await vi.waitFor(async () => {
			const { rows } = await database.pool.query(
				"select application_name from pg_stat_activity where application_name like 'picloud manager%'"
			);
			expect(rows).toEqual([]);
		});
	});
});

describe('health', () => {
	it('is ok while PostgreSQL answers', async () => {
		const opened = open();
		expect(await health(opened)).toEqual({
			status: 'ok',
			instance: opened.id,
			version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string
		});
	});

	it('is degraded within a second when it does not', async () => {
		const away = new URL(database.url);
		// The discard port: nothing listens there.
		away.port = '9';
		const opened = open(away.href);
		const began = performance.now();
		expect(await health(opened)).toMatchObject({ status: 'degraded' });
		expect(performance.now() - began).toBeLessThan(1_500);
	});
});
