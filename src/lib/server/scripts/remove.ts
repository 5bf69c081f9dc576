import { and, eq, isNull, sql } from 'drizzle-orm';
import { invalid } from '#lib/domain/refusal.ts';
import { permit, type Actor } from '../actor.ts';
import { scripts, triggers } from '../db/schema/index.ts';
import { lock } from './find.ts';

/**
 * Deletes a script and its endpoint, softly: its executions and versions stay, and its name and path are free again.
 * @param confirmation the script's name, typed by the person who deletes it
 * @throws Refusal 422 when the confirmation is another
 */
export async function remove(actor: Actor, name: string, confirmation: string): Promise<void> {
	permit(actor, 'script.delete');
	if (confirmation.trim() !== name)
		throw invalid('script.not_confirmed', `Type ${name} to delete the script of that name.`, 'confirm');
	const { db, announcer } = actor.context;
	const scriptId = await db.transaction(async (tx) => {
		const script = await lock(tx, actor, name);
		await tx
			.update(scripts)
			.set({ deletedAt: sql`now()` })
			.where(eq(scripts.id, script.id));
		await tx
			.update(triggers)
			.set({ deletedAt: sql`now()` })
			.where(and(eq(triggers.scriptId, script.id), isNull(triggers.deletedAt)));
		return script.id;
	});
	announcer.announce('routes', actor.project.id);
	announcer.announce('scripts', scriptId);
}
