import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../tests/database/database.ts';
import * as attempts from '../auth/attempts.ts';
import * as password from '../auth/password.ts';
import * as sessions from '../auth/sessions.ts';
import { rateLimits, users } from '../db/schema/index.ts';
import { signIn, type Door } from './sign-in.ts';

const { db, pool } = await testDatabase();
const door: Door = { db, sessions: sessions.open(db), attempts: attempts.open(pool) };
const right = { email: 'ada@example.com', password: 'correct horse battery' };
const wrong = { email: 'ada@example.com', password: 'wrong horse battery' };
const from = (address = '192.0.2.1', session?: string) => ({ address, session });
await db.insert(users).values({ email: right.email, name: 'Ada', passwordHash: await password.hash(right.password) });

beforeEach(async () => {
	await db.execute(sql`truncate ${rateLimits}`);
});

async function fail(times: number, credentials = wrong, address?: (index: number) => string): Promise<void> {
	for (let index = 0; index < times; index += 1)
		await expect(signIn(door, credentials, from(address?.(index)))).rejects.toMatchObject({ status: 400 });
}

describe('signing in', () => {
	it('opens a session for the right password', async () => {
		expect(await door.sessions.read(await signIn(door, right, from()))).toMatchObject({
			user: { email: right.email }
		});
	});

	it('gives a new session and ends the one that the browser brought, whoever planted it there', async () => {
		const planted = await signIn(door, right, from());
		const fresh = await signIn(door, right, from('192.0.2.1', planted));
		expect(fresh).not.toBe(planted);
		expect(await door.sessions.read(planted)).toBeUndefined();
		expect(await door.sessions.read(fresh)).toBeDefined();
	});

	it('answers a wrong password and an unknown account with the same words', async () => {
		const messages = await Promise.all(
			[wrong, { ...wrong, email: 'nobody@example.com' }].map((credentials) =>
				signIn(door, credentials, from()).catch((error: unknown) => String(error))
			)
		);
		expect(messages[0]).toBe(messages[1]);
	});

	it('takes as long for an unknown account as for a wrong password', async () => {
		const time = async (email: string) => {
			const times: number[] = [];
			for (let index = 0; index < 5; index += 1) {
				const start = performance.now();
				await fail(1, { ...wrong, email }, () => `192.0.2.${index + 10}`);
				times.push(performance.now() - start);
			}
			return Math.min(...times);
		};
		const [known, unknown] = [await time('ada@example.com'), await time('nobody@example.com')];
		// Without the detour an unknown account is answered some 10 times faster.
		expect(unknown).toBeGreaterThan(known / 2);
	});
});

describe('attempts to sign in', () => {
	it('are refused after five wrong ones at one account from one address, even with the right password', async () => {
		await fail(5);
		const refused = signIn(door, right, from());
		await expect(refused).rejects.toMatchObject({ status: 429, code: 'auth.too_many_attempts' });
		await expect(refused).rejects.toThrow(/Try again in 1[45] minutes/);
	});

	it('are counted before the password is looked at, so many at once get no more guesses', async () => {
		const tries = await Promise.allSettled(Array.from({ length: 20 }, () => signIn(door, wrong, from())));
		const statuses = tries.map((attempt) =>
			attempt.status === 'rejected' ? (attempt.reason as { status: number }).status : 200
		);
		expect(statuses.filter((status) => status === 400)).toHaveLength(5);
		expect(statuses.filter((status) => status === 429)).toHaveLength(15);
	});

	it('do not shut the owner out at another address', async () => {
		await fail(6 - 1);
		await expect(signIn(door, right, from('198.51.100.7'))).resolves.toBeTypeOf('string');
	});

	it('are refused when they spread over addresses', async () => {
		await fail(50, wrong, (index) => `203.0.113.${index}`);
		await expect(signIn(door, right, from('198.51.100.7'))).rejects.toMatchObject({ status: 429 });
	});

	it('are refused when they spread over accounts', async () => {
		for (let index = 0; index < 50; index += 1)
			await fail(1, { email: `person${index}@example.com`, password: 'wrong horse battery' });
		await expect(signIn(door, right, from())).rejects.toMatchObject({ status: 429 });
	});

	it('are counted together for a whole IPv6 network', async () => {
		await fail(5, wrong, (index) => `2001:db8:0:1::${index + 1}`);
		await expect(signIn(door, right, from('2001:db8:0:1:ffff::1'))).rejects.toMatchObject({ status: 429 });
		await expect(signIn(door, right, from('2001:db8:0:2::1'))).resolves.toBeTypeOf('string');
	});

	it('are forgotten after the right password', async () => {
		for (let round = 0; round < 3; round += 1) {
			await fail(4);
			await signIn(door, right, from());
		}
	});
});
