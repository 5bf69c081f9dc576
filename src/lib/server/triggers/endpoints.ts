import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import type { ScriptLimits } from '#lib/domain/limits.ts';
import type { HttpTriggerSettings } from '#lib/domain/trigger.ts';
import type { Transaction } from '../db/connect.ts';
import { projects, scripts, triggers, versions } from '../db/schema/index.ts';

/** An enabled `http` trigger with all that is needed to answer a request without asking the database again. */
export interface Endpoint {
	triggerId: string;
	settings: HttpTriggerSettings;
	projectId: string;
	projectName: string;
	scriptId: string;
	scriptName: string;
	limits: ScriptLimits;
	version: number;
	sourceHash: string;
	source: string;
}

/**
 * Reads the endpoints of the given projects, or of all: enabled triggers of scripts that exist and were published, each
 * with its active version. Older triggers come first, so that of two with one path the older answers.
 */
export async function load(db: Transaction, projectIds?: string[]): Promise<Endpoint[]> {
	if (projectIds?.length === 0) return [];
	return db
		.select({
			triggerId: triggers.id,
			settings: triggers.settings,
			projectId: projects.id,
			projectName: projects.name,
			scriptId: scripts.id,
			scriptName: scripts.name,
			limits: scripts.limits,
			version: versions.number,
			sourceHash: versions.sourceHash,
			source: versions.source
		})
		.from(triggers)
		.innerJoin(scripts, eq(scripts.id, triggers.scriptId))
		.innerJoin(projects, eq(projects.id, triggers.projectId))
		.innerJoin(versions, and(eq(versions.scriptId, scripts.id), eq(versions.number, scripts.activeVersion)))
		.where(
			and(
				eq(triggers.kind, 'http'),
				eq(triggers.enabled, true),
				isNull(triggers.deletedAt),
				isNull(scripts.deletedAt),
				projectIds ? inArray(triggers.projectId, projectIds) : undefined
			)
		)
		.orderBy(asc(triggers.createdAt), asc(triggers.id));
}
