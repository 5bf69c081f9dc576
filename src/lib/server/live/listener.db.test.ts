import { afterAll, describe, expect, it, vi } from 'vitest';
import { testDatabase } from '../../../../tests/database/database.ts';
import { connect } from '../db/connect.ts';
import { listen } from './listener.ts';
import { announcer, CHANNELS } from './notices.ts';

const database = await testDatabase();
const soon = { timeout: 5_000, interval: 10 };
const topics = Object.keys(CHANNELS) as (keyof typeof CHANNELS)[];

// A topic that is heard for the first time begins with an order to reload; here that moment is past.
await Promise.all(
	topics.map(
		(topic) =>
			new Promise<void>((resolve) => {
				database.listener.on(topic, () => {
					resolve();
				});
			})
	)
);

describe('notices', () => {
	it('of 10 ms and one topic go in one NOTIFY, each id once', async () => {
		const heard: unknown[] = [];
		const end = database.listener.on('executions', (ids) => heard.push(ids));
		for (const id of ['a', 'b', 'a', 'c', 'b']) database.announcer.announce('executions', id);
		await vi.waitFor(() => {
			expect(heard).toEqual([['a', 'b', 'c']]);
		}, soon);
		end();
	});

	it('of two topics go apart, and each is heard by its own hearers', async () => {
		const scripts: unknown[] = [];
		const routes: unknown[] = [];
		const ends = [
			database.listener.on('scripts', (ids) => scripts.push(ids)),
			database.listener.on('routes', (ids) => routes.push(ids))
		];
		database.announcer.announce('scripts', 's');
		database.announcer.announce('routes', 'r');
		await vi.waitFor(() => {
			expect([scripts, routes]).toEqual([[['s']], [['r']]]);
		}, soon);
		for (const end of ends) end();
	});

	it('of more ids than a payload takes become one order to reload', async () => {
		const heard: unknown[] = [];
		const end = database.listener.on('executions', (ids) => heard.push(ids));
		for (let index = 0; index < 300; index += 1)
			database.announcer.announce('executions', `019243ae-7f00-7abc-8def-${String(index).padStart(12, '0')}`);
		await vi.waitFor(() => {
			expect(heard).toEqual(['reload']);
		}, soon);
		end();
	});

	it('are no longer heard once the hearer has ended', async () => {
		const heard: unknown[] = [];
		database.listener.on('scripts', (ids) => heard.push(ids))();
		database.announcer.announce('scripts', 'a');
		await database.announcer.flush();
		await database.pool.query('select 1');
		expect(heard).toEqual([]);
	});

	it('that could not be sent are sent when PostgreSQL is back', async () => {
		const { pool, close } = connect(database.url, { max: 1, name: 'picloud test' });
		afterAll(close);
		const own = announcer(pool);
		const heard: unknown[] = [];
		const end = database.listener.on('routes', (ids) => heard.push(ids));
		const query = vi.spyOn(pool, 'query').mockImplementationOnce(() => Promise.reject(new Error('away')) as never);
		own.announce('routes', 'kept');
		await vi.waitFor(() => {
			expect(heard).toEqual([['kept']]);
		}, soon);
		expect(query).toHaveBeenCalledTimes(2);
		end();
	});
});

describe('the LISTEN connection', () => {
	it('comes back when its backend is killed, tells every hearer to reload, and hears again', async () => {
		const lost = vi.fn();
		const listener = listen(database.url, { name: 'picloud test to be killed', onLost: lost });
		await listener.ready;
		const heard: unknown[] = [];
		listener.on('scripts', (ids) => heard.push(ids));
		listener.on('routes', (ids) => heard.push(ids));
		await vi.waitFor(() => {
			expect(heard).toEqual(['reload', 'reload']);
		}, soon);
		heard.length = 0;
		database.announcer.announce('scripts', 'before');
		await vi.waitFor(() => {
			expect(heard).toEqual([['before']]);
		}, soon);

		await database.pool.query(
			"select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'picloud test to be killed'"
		);
		await vi.waitFor(() => {
			expect(heard).toEqual([['before'], 'reload', 'reload']);
		}, soon);
		expect(lost).toHaveBeenCalledOnce();

		database.announcer.announce('scripts', 'after');
		await vi.waitFor(() => {
			expect(heard.at(-1)).toEqual(['after']);
		}, soon);
		await listener.close();
	});

	it('is one, whatever the number of topics and hearers', async () => {
		const listener = listen(database.url, { name: 'picloud test counted' });
		await listener.ready;
		for (const topic of topics) {
			listener.on(topic, () => undefined);
			listener.on(topic, () => undefined);
		}
		const { rows } = await database.pool.query(
			"select pid from pg_stat_activity where application_name = 'picloud test counted'"
		);
		expect(rows).toHaveLength(1);
		await listener.close();
	});

	it('stays closed once it is closed', async () => {
		const listener = listen(database.url, { name: 'picloud test closed' });
		await listener.ready;
		await listener.close();
		await vi.waitFor(async () => {
			const { rows } = await database.pool.query(
				"select pid from pg_stat_activity where application_name = 'picloud test closed'"
			);
			expect(rows).toEqual([]);
		}, soon);
	});
});
