import { sql } from 'drizzle-orm';
import {
	boolean,
	index,
	integer,
	jsonb,
	pgTable,
	primaryKey,
	text,
	timestamp,
	unique,
	uniqueIndex,
	uuid
} from 'drizzle-orm/pg-core';
import { v7 as uuidv7 } from 'uuid';
import type { ScriptLimits } from '#lib/domain/limits.ts';
import type { Role } from '#lib/domain/role.ts';
import type { HttpTriggerSettings } from '#lib/domain/trigger.ts';
import { users } from './accounts.ts';

const createdAt = () => timestamp('created_at', { withTimezone: true }).notNull().defaultNow();

export const projects = pgTable('projects', {
	id: uuid().primaryKey().$defaultFn(uuidv7),
	/** First path segment on the dashboard, and the label of its host in host mode. */
	name: text().notNull().unique(),
	createdAt: createdAt()
});

export const members = pgTable(
	'members',
	{
		projectId: uuid('project_id')
			.notNull()
			.references(() => projects.id, { onDelete: 'cascade' }),
		userId: uuid('user_id')
			.notNull()
			.references(() => users.id, { onDelete: 'cascade' }),
		role: text().$type<Role>().notNull(),
		createdAt: createdAt()
	},
	(table) => [primaryKey({ columns: [table.projectId, table.userId] }), index('members_user_id').on(table.userId)]
);

export const scripts = pgTable(
	'scripts',
	{
		id: uuid().primaryKey().$defaultFn(uuidv7),
		projectId: uuid('project_id')
			.notNull()
			.references(() => projects.id, { onDelete: 'cascade' }),
		name: text().notNull(),
		/** What is being edited; publishing copies it into a version. */
		draft: text().notNull(),
		/** Counts saves of the draft: a save that names an older one is refused, so nobody overwrites unseen. */
		draftRevision: integer('draft_revision').notNull().default(1),
		draftSavedAt: timestamp('draft_saved_at', { withTimezone: true }).notNull().defaultNow(),
		draftSavedBy: uuid('draft_saved_by').references(() => users.id, { onDelete: 'set null' }),
		/** The version that runs; null until the first publish. Points into `versions.number` of this script. */
		activeVersion: integer('active_version'),
		limits: jsonb().$type<ScriptLimits>().notNull().default({}),
		createdAt: createdAt(),
		/** Soft, so executions keep their script (rules.md, 11). */
		deletedAt: timestamp('deleted_at', { withTimezone: true })
	},
	(table) => [
		uniqueIndex('scripts_project_id_name')
			.on(table.projectId, table.name)
			.where(sql`deleted_at is null`)
	]
);

/** Immutable: rows are inserted and never changed. */
export const versions = pgTable(
	'versions',
	{
		id: uuid().primaryKey().$defaultFn(uuidv7),
		scriptId: uuid('script_id')
			.notNull()
			.references(() => scripts.id, { onDelete: 'cascade' }),
		/** 1, 2, 3 ... without gaps within a script. */
		number: integer().notNull(),
		source: text().notNull(),
		/** SHA-256 of the source, base64url; the key under which executors cache it. */
		sourceHash: text('source_hash').notNull(),
		message: text().notNull().default(''),
		authorId: uuid('author_id').references(() => users.id, { onDelete: 'set null' }),
		createdAt: createdAt()
	},
	(table) => [unique('versions_script_id_number').on(table.scriptId, table.number)]
);

export const triggers = pgTable(
	'triggers',
	{
		id: uuid().primaryKey().$defaultFn(uuidv7),
		projectId: uuid('project_id')
			.notNull()
			.references(() => projects.id, { onDelete: 'cascade' }),
		scriptId: uuid('script_id')
			.notNull()
			.references(() => scripts.id, { onDelete: 'cascade' }),
		kind: text().$type<'http'>().notNull(),
		settings: jsonb().$type<HttpTriggerSettings>().notNull(),
		enabled: boolean().notNull().default(true),
		createdAt: createdAt(),
		deletedAt: timestamp('deleted_at', { withTimezone: true })
	},
	(table) => [index('triggers_project_id').on(table.projectId), index('triggers_script_id').on(table.scriptId)]
);
