import { and, eq, sql } from 'drizzle-orm';
import { permit, type Actor } from '../actor.ts';
import { scripts, users } from '../db/schema/index.ts';
import { find, type Script } from './find.ts';
import { refuseImpossible } from './source.ts';

/** The draft as it is now, for somebody whose own is older. */
export interface CurrentDraft {
	source: string;
	revision: number;
	savedAt: Date;
	/** Name of who saved it; null when they are gone. */
	savedBy: string | null;
}

export type SavedDraft = { stale: false; revision: number; savedAt: Date } | { stale: true; draft: CurrentDraft };

/**
 * Saves a draft over the revision that it was made from. When somebody saved meanwhile nothing is overwritten, and their
 * text comes back so that both can be shown. Saving what is there already changes nothing.
 * @throws Refusal 422 for a source that no version could have
 */
export async function saveDraft(actor: Actor, name: string, source: string, revision: number): Promise<SavedDraft> {
	permit(actor, 'script.edit');
	refuseImpossible(source);
	const { db, announcer } = actor.context;
	const script = await find(actor, name);
	if (script.draftRevision === revision && script.draft === source)
		return { stale: false, revision, savedAt: script.draftSavedAt };
	const [saved] = await db
		.update(scripts)
		.set({
			draft: source,
			draftRevision: sql`${scripts.draftRevision} + 1`,
			draftSavedAt: sql`now()`,
			draftSavedBy: actor.user.id
		})
		.where(and(eq(scripts.id, script.id), eq(scripts.draftRevision, revision)))
		.returning({ revision: scripts.draftRevision, savedAt: scripts.draftSavedAt });
	if (!saved) return { stale: true, draft: await currentDraft(actor, await find(actor, name)) };
	announcer.announce('scripts', script.id);
	return { stale: false, ...saved };
}

/** The draft of a script as it is now. */
export async function currentDraft(actor: Actor, script: Script): Promise<CurrentDraft> {
	const [author] = script.draftSavedBy
		? await actor.context.db.select({ name: users.name }).from(users).where(eq(users.id, script.draftSavedBy))
		: [];
	return {
		source: script.draft,
		revision: script.draftRevision,
		savedAt: script.draftSavedAt,
		savedBy: author?.name ?? null
	};
}
