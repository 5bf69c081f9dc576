import { eq } from 'drizzle-orm';
import type { HttpTriggerSettings } from '#lib/domain/trigger.ts';
import { permit, type Actor } from '../actor.ts';
import { triggers } from '../db/schema/index.ts';
import { lock } from '../scripts/find.ts';
import { claimPath } from './claim-path.ts';
import { ofScript } from './of-script.ts';

/**
 * Changes which requests a script's endpoint answers. Every node follows within a second.
 * @throws Refusal 409 when another script of the project answers them already
 */
export async function edit(actor: Actor, scriptName: string, settings: HttpTriggerSettings): Promise<void> {
	permit(actor, 'trigger.edit');
	const { db, announcer } = actor.context;
	const scriptId = await db.transaction(async (tx) => {
		const script = await lock(tx, actor, scriptName);
		await claimPath(tx, actor.project.id, script.id, settings);
		const trigger = await ofScript(tx, script.id);
		await tx.update(triggers).set({ settings }).where(eq(triggers.id, trigger.id));
		return script.id;
	});
	announcer.announce('routes', actor.project.id);
	announcer.announce('scripts', scriptId);
}
