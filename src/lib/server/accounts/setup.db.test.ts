import { describe, expect, it, beforeEach } from 'vitest';
import { sql } from 'drizzle-orm';
import { members, projects, setupTokens, users } from '../db/schema/index.ts';
import { testDatabase } from '../../../../tests/database/database.ts';
import * as setup from './setup.ts';

const { db } = await testDatabase();
const account = (name: string) => ({
	name,
	email: `${name.toLowerCase().replace(' ', '.')}@example.com`,
	password: 'correct horse battery'
});

async function token(): Promise<string> {
	const made = await setup.open(db);
	if (made === undefined) throw new Error('the instance has a user already');
	return made;
}

beforeEach(async () => {
	await db.execute(sql`truncate ${users}, ${projects}, ${setupTokens} cascade`);
});

describe('the setup link', () => {
	it('is kept as a hash only', async () => {
		const link = await token();
		const rows = await db.select().from(setupTokens);
		expect(rows).toHaveLength(1);
		expect(JSON.stringify(rows)).not.toContain(link);
	});

	it('makes an administrator who owns a project named after them', async () => {
		const { userId, project } = await setup.complete(db, await token(), account('Ada Lovelace'));
		expect(project).toBe('ada-lovelace');
		expect(await db.select({ role: members.role, userId: members.userId }).from(members)).toEqual([
			{ role: 'owner', userId }
		]);
		const [user] = await db.select().from(users);
		expect(user).toMatchObject({ isAdministrator: true, email: 'ada.lovelace@example.com' });
		expect(user?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
	});

	it('works once', async () => {
		const link = await token();
		await setup.complete(db, link, account('Ada'));
		await expect(setup.check(db, link)).rejects.toMatchObject({ status: 404 });
		await expect(setup.complete(db, link, account('Eve'))).rejects.toMatchObject({ status: 404 });
		expect(await db.select().from(users)).toHaveLength(1);
	});

	it('is not made once there is a user', async () => {
		await setup.complete(db, await token(), account('Ada'));
		expect(await setup.open(db)).toBeUndefined();
	});

	it('does not exist when it was made up, and trying it ends no other', async () => {
		const link = await token();
		await expect(setup.complete(db, 'made-up', account('Eve'))).rejects.toMatchObject({ status: 404 });
		await expect(setup.check(db, link)).resolves.toBeUndefined();
	});

	it('makes one administrator when many use it at the same time', async () => {
		const link = await token();
		const names = ['Ada', 'Bob', 'Cid', 'Dan', 'Eve'];
		const tries = await Promise.allSettled(names.map((name) => setup.complete(db, link, account(name))));
		expect(tries.filter((attempt) => attempt.status === 'fulfilled')).toHaveLength(1);
		expect(await db.select().from(users)).toHaveLength(1);
		expect(await db.select().from(projects)).toHaveLength(1);
	});

	it('makes one administrator when the links of two managers are used at the same time', async () => {
		const links = [await token(), await token()];
		const tries = await Promise.allSettled(
			links.map((link, index) => setup.complete(db, link, account(['Ada', 'Bob'][index] ?? '')))
		);
		expect(tries.filter((attempt) => attempt.status === 'fulfilled')).toHaveLength(1);
		expect(await db.select().from(users)).toHaveLength(1);
	});
});
