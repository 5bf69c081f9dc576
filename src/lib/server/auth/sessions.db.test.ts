import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../tests/database/database.ts';
import { member } from '../../../../tests/database/people.ts';
import { sessions as table } from '../db/schema/index.ts';
import * as sessions from './sessions.ts';

const database = await testDatabase();
const { db } = database;
const { user } = await member(database);
const open = sessions.open(db);

describe('a session', () => {
	it('is kept as a hash of its id only', async () => {
		const id = await open.start(user.id);
		const rows = await db.select().from(table);
		expect(rows).toHaveLength(1);
		expect(JSON.stringify(rows)).not.toContain(id);
		expect(await open.read(rows[0]?.idHash ?? '')).toBeUndefined();
	});

	it('says who is signed in, and no secret of theirs', async () => {
		const read = await open.read(await open.start(user.id));
		expect(read).toEqual({
			user: { id: user.id, email: user.email, name: user.name, isAdministrator: false },
			renewed: false
		});
	});

	it('has a new id each time', async () => {
		expect(await open.start(user.id)).not.toBe(await open.start(user.id));
	});

	it('signs nobody in once it has ended', async () => {
		const id = await open.start(user.id);
		await open.end(id);
		expect(await open.read(id)).toBeUndefined();
	});

	it('signs nobody in once it has expired, and is cleared away by the next one', async () => {
		const id = await open.start(user.id);
		await db.execute(sql`update ${table} set expires_at = now() - interval '1 second'`);
		expect(await open.read(id)).toBeUndefined();
		await open.start(user.id);
		expect(await db.select().from(table)).toHaveLength(1);
	});

	it('lasts 30 days, and is prolonged when it is used in its second half', async () => {
		const id = await open.start(user.id);
		await db.execute(sql`update ${table} set expires_at = now() + interval '14 days'`);
		expect(await open.read(id)).toMatchObject({ renewed: true });
		const { rows } = await db.execute(sql`select expires_at > now() + interval '29 days' as prolonged from ${table}`);
		expect(rows.some((row) => row.prolonged)).toBe(true);
		expect(await open.read(id)).toMatchObject({ renewed: false });
	});

	it('signs nobody in with an id that was made up', async () => {
		expect(await open.read('made-up')).toBeUndefined();
	});
});

describe('the cookie', () => {
	it('is bound to this host and to https where the browser speaks https', () => {
		expect(open.cookie('secret', true)).toEqual({
			name: '__Host-picloud_session',
			value: 'secret',
			attributes: { httpOnly: true, secure: true, sameSite: 'lax', path: '/', maxAge: 30 * 24 * 60 * 60 }
		});
	});

	it('works on plain http without the prefix, which browsers refuse there', () => {
		expect(open.cookie('secret', false)).toMatchObject({
			name: 'picloud_session',
			attributes: { httpOnly: true, secure: false, sameSite: 'lax', path: '/' }
		});
	});

	it.each([true, false])('is removed under the name that it has (https: %s)', (secure) => {
		const blank = open.blank(secure);
		expect(blank).toMatchObject({ name: open.cookieName(secure), value: '', attributes: { maxAge: 0, secure } });
	});
});
