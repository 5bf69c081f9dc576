import { eq } from 'drizzle-orm';
import { defaultHttpTrigger } from '#lib/domain/trigger.ts';
import { permit, type Actor } from '../actor.ts';
import { scripts, triggers } from '../db/schema/index.ts';
import { violates } from '../db/violation.ts';
import { claimPath } from '../triggers/claim-path.ts';
import { ofScript } from '../triggers/of-script.ts';
import { lock } from './find.ts';
import { NAME_INDEX, nameTaken } from './name-taken.ts';

/**
 * Renames a script. Its endpoint follows when it is still where it was made, on `/<name>`; a path that somebody chose
 * stays. What called the old address then gets 404.
 * @throws Refusal 409 when the name is taken, or another script's endpoint has the new path
 */
export async function rename(actor: Actor, name: string, to: string): Promise<{ name: string }> {
	permit(actor, 'script.rename');
	if (name === to) return { name };
	const { db, announcer } = actor.context;
	const scriptId = await db
		.transaction(async (tx) => {
			const script = await lock(tx, actor, name);
			await tx.update(scripts).set({ name: to }).where(eq(scripts.id, script.id));
			const { id, settings } = await ofScript(tx, script.id);
			if (settings.path === defaultHttpTrigger(name).path) {
				const moved = { ...settings, path: defaultHttpTrigger(to).path };
				await claimPath(tx, actor.project.id, script.id, moved);
				await tx.update(triggers).set({ settings: moved }).where(eq(triggers.id, id));
			}
			return script.id;
		})
		.catch((error: unknown) => {
			throw violates(error, NAME_INDEX) ? nameTaken(to) : error;
		});
	announcer.announce('routes', actor.project.id);
	announcer.announce('scripts', scriptId);
	return { name: to };
}
