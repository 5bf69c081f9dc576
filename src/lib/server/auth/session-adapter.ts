import { createHash } from 'node:crypto';
import { eq, lte } from 'drizzle-orm';
import type { Adapter } from 'lucia';
import type { Database } from '../db/connect.ts';
import { sessions, users } from '../db/schema/index.ts';

const hashed = (id: string): string => createHash('sha256').update(id).digest('base64url');

/**
 * Keeps lucia's sessions in PostgreSQL. Lucia hands over the secret id of the cookie; the table only ever sees its SHA-256,
 * so a stolen copy of the table signs nobody in.
 */
export function sessionAdapter(db: Database): Adapter {
	return {
		async getSessionAndUser(id) {
			const [row] = await db
				.select({
					expiresAt: sessions.expiresAt,
					user: { id: users.id, email: users.email, name: users.name, isAdministrator: users.isAdministrator }
				})
				.from(sessions)
				.innerJoin(users, eq(users.id, sessions.userId))
				.where(eq(sessions.idHash, hashed(id)))
				.limit(1);
			if (!row) return [null, null];
			const { id: userId, ...attributes } = row.user;
			// Lucia passes the id given back here on to updateSessionExpiration and deleteSession, so it is the raw one.
			return [
				{ id, userId, expiresAt: row.expiresAt, attributes: {} },
				{ id: userId, attributes }
			];
		},
		async getUserSessions(userId) {
			// The raw ids are gone, so these carry the hash: good for listing, not for ending.
			const rows = await db.select().from(sessions).where(eq(sessions.userId, userId));
			return rows.map((row) => ({ id: row.idHash, userId: row.userId, expiresAt: row.expiresAt, attributes: {} }));
		},
		async setSession(session) {
			await db
				.insert(sessions)
				.values({ idHash: hashed(session.id), userId: session.userId, expiresAt: session.expiresAt });
		},
		async updateSessionExpiration(id, expiresAt) {
			await db
				.update(sessions)
				.set({ expiresAt })
				.where(eq(sessions.idHash, hashed(id)));
		},
		async deleteSession(id) {
			await db.delete(sessions).where(eq(sessions.idHash, hashed(id)));
		},
		async deleteUserSessions(userId) {
			await db.delete(sessions).where(eq(sessions.userId, userId));
		},
		async deleteExpiredSessions() {
			await db.delete(sessions).where(lte(sessions.expiresAt, new Date()));
		}
	};
}
