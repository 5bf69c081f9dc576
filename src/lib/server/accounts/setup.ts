import { createHash, randomBytes } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import type { FirstAccount } from '#lib/domain/account.ts';
import { notFound } from '#lib/domain/refusal.ts';
import * as password from '../auth/password.ts';
import type { Database } from '../db/connect.ts';
import { members, projects, setupTokens, users } from '../db/schema/index.ts';
import { freeName } from '../projects/free-name.ts';

/** As many bits as a session id has; nobody guesses it. */
const TOKEN_BYTES = 25;

const hashed = (token: string): string => createHash('sha256').update(token).digest('base64url');

/**
 * Makes the token of a setup link, `/setup/<token>`, when the instance has no user yet. The table keeps its hash only, so
 * each start makes another one; all of them end together when the first is used.
 */
export async function open(db: Database): Promise<string | undefined> {
	const [user] = await db.select({ id: users.id }).from(users).limit(1);
	if (user) return undefined;
	const token = randomBytes(TOKEN_BYTES).toString('base64url');
	await db.insert(setupTokens).values({ tokenHash: hashed(token) });
	return token;
}

/**
 * Says whether a setup link is good.
 * @throws Refusal 404 for one that is unknown or used
 */
export async function check(db: Database, token: string): Promise<void> {
	const [row] = await db
		.select()
		.from(setupTokens)
		.where(eq(setupTokens.tokenHash, hashed(token)));
	if (!row) throw notFound('setup link');
}

/**
 * Uses a setup link: makes the first administrator and a project that is theirs, and ends every setup link, all in one
 * transaction. Of two who use links at the same time one wins and the other is refused.
 * @throws Refusal 404 for a link that is unknown or used
 */
export async function complete(
	db: Database,
	token: string,
	account: FirstAccount
): Promise<{ userId: string; project: string }> {
	await check(db, token);
	// Outside the transaction, since it takes a while and nothing else should wait for it.
	const passwordHash = await password.hash(account.password);
	return db.transaction(async (tx) => {
		// Two different links could otherwise be used side by side.
		await tx.execute(sql`lock table ${setupTokens} in exclusive mode`);
		const ended = await tx.delete(setupTokens).returning();
		// Another manager may have made a token while the first was being used.
		const [someone] = await tx.select({ id: users.id }).from(users).limit(1);
		if (someone || !ended.some((row) => row.tokenHash === hashed(token))) throw notFound('setup link');

		const [user] = await tx
			.insert(users)
			.values({ email: account.email, name: account.name, passwordHash, isAdministrator: true })
			.returning({ id: users.id });
		const [project] = await tx
			.insert(projects)
			.values({ name: await freeName(tx, account.name) })
			.returning({ id: projects.id, name: projects.name });
		if (!user || !project) throw new Error('PostgreSQL returned no row for an insert');
		await tx.insert(members).values({ projectId: project.id, userId: user.id, role: 'owner' });
		return { userId: user.id, project: project.name };
	});
}
