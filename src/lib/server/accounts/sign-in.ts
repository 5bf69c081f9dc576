import { eq } from 'drizzle-orm';
import type { Credentials } from '#lib/domain/account.ts';
import { Refusal } from '#lib/domain/refusal.ts';
import type { Attempts } from '../auth/attempts.ts';
import * as password from '../auth/password.ts';
import type { Sessions } from '../auth/sessions.ts';
import type { Database } from '../db/connect.ts';
import { users } from '../db/schema/index.ts';

/** What accounts need of an instance. */
export interface Door {
	db: Database;
	sessions: Sessions;
	attempts: Attempts;
}

/**
 * Signs a person in and returns the id of a new session; the session that the browser came with, if any, ends. A wrong
 * password and an unknown account are refused alike, in words and in time.
 * @throws Refusal 400 when e-mail and password don't belong together, 429 after too many attempts
 */
export async function signIn(
	door: Door,
	credentials: Credentials,
	from: { address: string; session: string | undefined }
): Promise<string> {
	const { email } = credentials;
	await door.attempts.count(email, from.address);
	const [user] = await door.db
		.select({ id: users.id, passwordHash: users.passwordHash })
		.from(users)
		.where(eq(users.email, email));
	const right = await password.verify(user?.passwordHash, credentials.password);
	if (!user || !right)
		throw new Refusal(
			400,
			'auth.wrong_credentials',
			'This e-mail address and password do not belong together.',
			'email'
		);
	await door.attempts.forgive(email, from.address);
	if (from.session) await door.sessions.end(from.session);
	return door.sessions.start(user.id);
}
