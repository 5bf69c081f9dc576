import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sql } from 'drizzle-orm';
import { testDatabase } from '../../../../tests/database/database.ts';
import { member } from '../../../../tests/database/people.ts';
import { silent } from '../../../../tests/database/silent.ts';
import { watchers } from '../db/schema/index.ts';
import * as scripts from '../scripts/index.ts';
import { openHub, type Hub } from './hub.ts';
import { watch } from './watchers.ts';

const database = await testDatabase();
const { db, announcer } = database;
const soon = { timeout: 5_000, interval: 10 };
const actor = await member(database);
const one = await scripts.create(actor, 'one');
const two = await scripts.create(actor, 'two');
const stranger = await member(database);
const theirs = await scripts.create(stranger, 'theirs');

let hub: Hub;
beforeEach(async () => {
	await db.execute(sql`truncate ${watchers}`);
	hub = openHub(database, { node: 'here', log: silent });
});
afterEach(() => hub.close());

/** Reads a stream into a text that grows. */
function read(stream: ReadableStream<Uint8Array>): {
	text: () => string;
	leave: () => Promise<void>;
	ended: () => boolean;
} {
	const reader = stream.getReader();
	const decoder = new TextDecoder();
	let text = '';
	let ended = false;
	void (async () => {
		for (;;) {
			const { value, done } = await reader.read();
			if (done) break;
			text += decoder.decode(value, { stream: true });
		}
		ended = true;
	})();
	return { text: () => text, leave: () => reader.cancel(), ended: () => ended };
}

const watched = async () =>
	(await db.select({ scriptId: watchers.scriptId }).from(watchers)).map(({ scriptId }) => scriptId).sort();

describe('a live stream', () => {
	it('says which of its scripts ran or changed, and nothing of others', async () => {
		const stream = read(await hub.open(actor.user.id, [one.id]));
		announcer.announce('executions', one.id);
		announcer.announce('executions', two.id);
		announcer.announce('scripts', two.id);
		announcer.announce('scripts', one.id);
		await vi.waitFor(() => {
			expect(stream.text()).toContain(`event: executions\ndata: {"scriptId":"${one.id}"}\n\n`);
			expect(stream.text()).toContain(`event: script\ndata: {"scriptId":"${one.id}"}\n\n`);
		}, soon);
		expect(stream.text()).not.toContain(two.id);
	});

	it('leaves out what the person may not see, and what is no id', async () => {
		const stream = read(await hub.open(actor.user.id, [one.id, theirs.id, 'nonsense', '']));
		expect(await watched()).toEqual([one.id]);
		announcer.announce('executions', theirs.id);
		announcer.announce('executions', one.id);
		await vi.waitFor(() => {
			expect(stream.text()).toContain(one.id);
		}, soon);
		expect(stream.text()).not.toContain(theirs.id);
	});

	it('tells of all its scripts when notices may have been missed', async () => {
		const stream = read(await hub.open(actor.user.id, [one.id, two.id]));
		await database.pool.query("select pg_notify('picloud_executions', 'reload')");
		await vi.waitFor(() => {
			expect(stream.text()).toContain(one.id);
			expect(stream.text()).toContain(two.id);
		}, soon);
	});

	it('tells once of what may have run before recorders knew of it', async () => {
		const stream = read(await hub.open(actor.user.id, [one.id]));
		await vi.waitFor(() => {
			expect(stream.text()).toContain(`event: executions\ndata: {"scriptId":"${one.id}"}\n\n`);
		}, soon);
	});

	it('drops what a reader who has stalled would hear, and keeps others served', async () => {
		const stalled = await hub.open(actor.user.id, [one.id]);
		const stream = read(await hub.open(actor.user.id, [one.id]));
		for (let index = 0; index < 2_000; index += 1) {
			announcer.announce('executions', one.id);
			await announcer.flush();
		}
		const count = () => stream.text().split('event: executions').length - 1;
		// About 800 fit into one share; a reader whose process was busy for a moment may miss a few of its own.
		await vi.waitFor(() => {
			expect(count()).toBeGreaterThanOrEqual(1_500);
		}, soon);
		// What it is given in the end is what fits into its share of memory.
		const late = read(stalled);
		await vi.waitFor(() => {
			expect(late.text()).toContain(one.id);
		}, soon);
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(late.text().length).toBeLessThan(70_000);
	});

	it('is refused to a person who has too many', async () => {
		for (let index = 0; index < 20; index += 1) await hub.open(actor.user.id, []);
		await expect(hub.open(actor.user.id, [])).rejects.toMatchObject({ status: 429 });
		await expect(hub.open(stranger.user.id, [])).resolves.toBeInstanceOf(ReadableStream);
	});

	it('ends when the hub closes, which then opens no more', async () => {
		const stream = read(await hub.open(actor.user.id, [one.id]));
		await hub.close();
		await vi.waitFor(() => {
			expect(stream.ended()).toBe(true);
		}, soon);
		expect(await watched()).toEqual([]);
		await expect(hub.open(actor.user.id, [])).rejects.toMatchObject({ status: 503 });
	});
});

describe('watchers', () => {
	it('are there only while somebody reads, and recorders are told of both', async () => {
		const told: unknown[] = [];
		const end = database.listener.on('watchers', (ids) => told.push(ids));
		const stream = read(await hub.open(actor.user.id, [one.id, two.id]));
		const other = read(await hub.open(actor.user.id, [two.id]));
		expect(await watched()).toEqual([one.id, two.id].sort());
		await stream.leave();
		await vi.waitFor(async () => {
			expect(await watched()).toEqual([two.id]);
		}, soon);
		await other.leave();
		await vi.waitFor(async () => {
			expect(await watched()).toEqual([]);
		}, soon);
		await vi.waitFor(() => {
			expect(told.length).toBeGreaterThanOrEqual(2);
		}, soon);
		end();
	});

	it('expire within a minute when their manager dies, and are cleared away by the next', async () => {
		await watch(db, 'dead', [one.id]);
		const { rows } = await db.execute(
			sql`select expires_at between now() + interval '50 seconds' and now() + interval '60 seconds' as soon from ${watchers}`
		);
		expect(rows).toEqual([{ soon: true }]);
		await db.execute(sql`update ${watchers} set expires_at = now() - interval '1 second'`);
		await watch(db, 'here', [two.id]);
		expect(await watched()).toEqual([two.id]);
	});

	it('are renewed while somebody reads', async () => {
		vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
		try {
			const stream = read(await hub.open(actor.user.id, [one.id]));
			await db.execute(sql`update ${watchers} set expires_at = now() + interval '1 second'`);
			vi.advanceTimersByTime(20_000);
			await vi.waitFor(async () => {
				const { rows } = await db.execute(
					sql`select expires_at > now() + interval '30 seconds' as renewed from ${watchers}`
				);
				expect(rows).toEqual([{ renewed: true }]);
			}, soon);
			await stream.leave();
		} finally {
			vi.useRealTimers();
		}
	});

	it('cost no timer while nobody reads', async () => {
		vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
		try {
			expect(vi.getTimerCount()).toBe(0);
			const stream = read(await hub.open(actor.user.id, [one.id]));
			expect(vi.getTimerCount()).toBe(2);
			await stream.leave();
			expect(vi.getTimerCount()).toBe(0);
		} finally {
			vi.useRealTimers();
		}
	});
});
