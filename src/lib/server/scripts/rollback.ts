import { and, eq } from 'drizzle-orm';
import { notFound } from '#lib/domain/refusal.ts';
import { permit, type Actor } from '../actor.ts';
import { scripts, versions } from '../db/schema/index.ts';
import { lock } from './find.ts';

/**
 * Makes a version the active one again: the pointer moves, and nothing else changes, the draft included. Runs that have
 * begun keep the version that they began with.
 * @throws Refusal 404 for a version that the script does not have
 */
export async function rollback(actor: Actor, name: string, number: number): Promise<void> {
	permit(actor, 'script.publish');
	const { db, announcer } = actor.context;
	const scriptId = await db.transaction(async (tx) => {
		const script = await lock(tx, actor, name);
		const [version] = await tx
			.select({ id: versions.id })
			.from(versions)
			.where(and(eq(versions.scriptId, script.id), eq(versions.number, number)));
		if (!version) throw notFound('version');
		await tx.update(scripts).set({ activeVersion: number }).where(eq(scripts.id, script.id));
		return script.id;
	});
	announcer.announce('routes', actor.project.id);
	announcer.announce('scripts', scriptId);
}
