import { and, eq } from 'drizzle-orm';
import type { ScriptLimits } from '#lib/domain/limits.ts';
import { permit, type Actor } from '../actor.ts';
import { versions } from '../db/schema/index.ts';
import { addresses, type Addresses, type EndpointOrigins } from '../triggers/addresses.ts';
import { ofScript, type HttpTrigger } from '../triggers/of-script.ts';
import { find } from './find.ts';

/** A script as its own pages show it. */
export interface OpenScript {
	id: string;
	name: string;
	draft: string;
	draftRevision: number;
	draftSavedAt: Date;
	activeVersion: number | null;
	draftChanged: boolean;
	limits: ScriptLimits;
}

/**
 * One script with its endpoint and addresses.
 * @throws Refusal 404 for one of another project, or a deleted one
 */
export async function get(
	actor: Actor,
	name: string,
	at: EndpointOrigins
): Promise<{ script: OpenScript; trigger: HttpTrigger; addresses: Addresses }> {
	permit(actor, 'script.read');
	const { db } = actor.context;
	const script = await find(actor, name);
	const [active] =
		script.activeVersion === null
			? []
			: await db
					.select({ source: versions.source })
					.from(versions)
					.where(and(eq(versions.scriptId, script.id), eq(versions.number, script.activeVersion)));
	const trigger = await ofScript(db, script.id);
	return {
		script: {
			id: script.id,
			name: script.name,
			draft: script.draft,
			draftRevision: script.draftRevision,
			draftSavedAt: script.draftSavedAt,
			activeVersion: script.activeVersion,
			draftChanged: active?.source !== script.draft,
			limits: script.limits
		},
		trigger,
		addresses: addresses(at, actor.project.name, trigger.settings.path)
	};
}
