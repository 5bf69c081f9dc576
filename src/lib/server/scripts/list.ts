import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { ExecutionStatus } from '#lib/domain/execution.ts';
import { permit, type Actor } from '../actor.ts';
import { scripts, triggers, versions } from '../db/schema/index.ts';
import { latest } from '../executions/list.ts';
import { addresses, type EndpointOrigins } from '../triggers/addresses.ts';

/** A script as the list shows it. */
export interface ListedScript {
	id: string;
	name: string;
	/** Null until the first publish. */
	activeVersion: number | null;
	/** The draft differs from the active version, or nothing is published yet. */
	draftChanged: boolean;
	draftSavedAt: Date;
	/** Where it is called; null for one without an endpoint. */
	address: string | null;
	methods: string[];
	lastExecution: { id: string; status: ExecutionStatus; startedAt: Date } | undefined;
}

/** The project's scripts by name, each with its address and its newest execution. */
export async function list(actor: Actor, at: EndpointOrigins): Promise<ListedScript[]> {
	permit(actor, 'script.read');
	const rows = await actor.context.db
		.select({
			id: scripts.id,
			name: scripts.name,
			activeVersion: scripts.activeVersion,
			draftChanged: sql<boolean>`${scripts.draft} is distinct from ${versions.source}`,
			draftSavedAt: scripts.draftSavedAt,
			settings: triggers.settings
		})
		.from(scripts)
		.leftJoin(versions, and(eq(versions.scriptId, scripts.id), eq(versions.number, scripts.activeVersion)))
		.leftJoin(triggers, and(eq(triggers.scriptId, scripts.id), isNull(triggers.deletedAt), eq(triggers.kind, 'http')))
		.where(and(eq(scripts.projectId, actor.project.id), isNull(scripts.deletedAt)))
		.orderBy(asc(scripts.name));
	const newest = await latest(
		actor,
		rows.map((row) => row.id)
	);
	return rows.map(({ settings, ...row }) => ({
		...row,
		address: settings && addresses(at, actor.project.name, settings.path).path,
		methods: settings?.methods ?? [],
		lastExecution: newest.get(row.id)
	}));
}
