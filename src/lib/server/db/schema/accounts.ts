import { bigint, boolean, index, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { v7 as uuidv7 } from 'uuid';

export const users = pgTable('users', {
	id: uuid().primaryKey().$defaultFn(uuidv7),
	/** Lower case. */
	email: text().notNull().unique(),
	name: text().notNull(),
	/** argon2id, in the PHC string format. */
	passwordHash: text('password_hash').notNull(),
	isAdministrator: boolean('is_administrator').notNull().default(false),
	createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow()
});

export const sessions = pgTable(
	'sessions',
	{
		/** SHA-256 of the id in the cookie, so the table alone signs nobody in. */
		idHash: text('id_hash').primaryKey(),
		userId: uuid('user_id')
			.notNull()
			.references(() => users.id, { onDelete: 'cascade' }),
		expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
		createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow()
	},
	(table) => [index('sessions_user_id').on(table.userId)]
);

/** The one-time link that makes the first administrator; the row goes when it is used. */
export const setupTokens = pgTable('setup_tokens', {
	tokenHash: text('token_hash').primaryKey(),
	createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow()
});

/** Counters of rate-limiter-flexible, which fixes these column names; `expire` is ms since the epoch. */
export const rateLimits = pgTable('rate_limits', {
	key: text().primaryKey(),
	points: integer().notNull().default(0),
	expire: bigint({ mode: 'number' })
});
