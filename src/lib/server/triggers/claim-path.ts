import { and, eq, isNull, ne } from 'drizzle-orm';
import { parse, shape } from '#lib/domain/endpoint-pattern.ts';
import { conflict, invalid } from '#lib/domain/refusal.ts';
import type { HttpTriggerSettings } from '#lib/domain/trigger.ts';
import type { Transaction } from '../db/connect.ts';
import { projects, scripts, triggers } from '../db/schema/index.ts';

/**
 * Makes sure that no other script of the project answers the same requests, and that none begins to until the transaction
 * ends: of two that claim one path at the same time, the second waits and is refused.
 * @throws Refusal 409 that names the other script
 */
export async function claimPath(
	tx: Transaction,
	projectId: string,
	scriptId: string,
	settings: HttpTriggerSettings
): Promise<void> {
	const wanted = shapeOf(settings.path);
	if (wanted === undefined) throw invalid('trigger.bad_path', `${settings.path} is no path for an endpoint.`, 'path');
	await tx.select({ id: projects.id }).from(projects).where(eq(projects.id, projectId)).for('no key update');
	const others = await tx
		.select({ name: scripts.name, settings: triggers.settings })
		.from(triggers)
		.innerJoin(scripts, eq(scripts.id, triggers.scriptId))
		.where(and(eq(triggers.projectId, projectId), ne(triggers.scriptId, scriptId), isNull(triggers.deletedAt)));
	for (const other of others) {
		const method = settings.methods.find((candidate) => other.settings.methods.includes(candidate));
		if (method && shapeOf(other.settings.path) === wanted)
			throw conflict(
				'trigger.path_taken',
				`The script ${other.name} answers ${method} ${other.settings.path} already. Choose another path, or other methods.`,
				'path'
			);
	}
}

function shapeOf(path: string): string | undefined {
	const parsed = parse(path);
	return parsed.ok ? shape(parsed.pattern) : undefined;
}
