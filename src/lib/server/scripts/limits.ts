import { eq } from 'drizzle-orm';
import type { ScriptLimits } from '#lib/domain/limits.ts';
import { permit, type Actor } from '../actor.ts';
import { scripts } from '../db/schema/index.ts';
import { find } from './find.ts';

/** Sets the limits a script asks for itself; absent ones are the defaults. Runs that have begun keep theirs. */
export async function setLimits(actor: Actor, name: string, limits: ScriptLimits): Promise<void> {
	permit(actor, 'script.edit');
	const { db, announcer } = actor.context;
	const script = await find(actor, name);
	await db.update(scripts).set({ limits }).where(eq(scripts.id, script.id));
	announcer.announce('routes', actor.project.id);
	announcer.announce('scripts', script.id);
}
