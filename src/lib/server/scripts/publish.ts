import { createHash } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import type { ExecutionError } from '#lib/domain/execution.ts';
import { permit, type Actor } from '../actor.ts';
import { scripts, versions } from '../db/schema/index.ts';
import { checkSource } from './check-source.ts';
import { currentDraft, type CurrentDraft } from './draft.ts';
import { find, lock } from './find.ts';

export type Publication =
	| { outcome: 'published'; version: number }
	/** Somebody saved meanwhile: nothing was published that the publisher has not seen. */
	| { outcome: 'stale'; draft: CurrentDraft }
	/** The engine does not take it; the draft is as it was. */
	| { outcome: 'broken'; error: ExecutionError };

/**
 * Makes the draft of a revision the next version of its script, and that version the active one. A worker compiles it
 * first, since managers never do (rules.md, 20); whatever comes of it, the draft is kept. Publishing what is active
 * already makes no version and answers its number, so pressing twice publishes once.
 *
 * Versions are numbered 1, 2, 3 ... without gaps, whoever publishes at the same time. Every node follows within a second.
 * @throws Refusal 503 when no worker answers
 */
export async function publish(
	actor: Actor,
	name: string,
	{ revision, message }: { revision: number; message: string }
): Promise<Publication> {
	permit(actor, 'script.publish');
	const draft = await find(actor, name);
	if (draft.draftRevision !== revision) return { outcome: 'stale', draft: await currentDraft(actor, draft) };
	const error = await checkSource(actor, draft.id, draft.draft);
	if (error) return { outcome: 'broken', error };

	const { db, announcer } = actor.context;
	const version = await db.transaction(async (tx) => {
		// The row's lock makes publishers of one script follow each other, so no number is skipped or taken twice.
		const script = await lock(tx, actor, name);
		if (script.activeVersion !== null) {
			const [active] = await tx
				.select({ source: versions.source })
				.from(versions)
				.where(and(eq(versions.scriptId, script.id), eq(versions.number, script.activeVersion)));
			if (active?.source === draft.draft) return script.activeVersion;
		}
		const [last] = await tx
			.select({ number: sql<number>`coalesce(max(${versions.number}), 0)` })
			.from(versions)
			.where(eq(versions.scriptId, script.id));
		const number = (last?.number ?? 0) + 1;
		await tx.insert(versions).values({
			scriptId: script.id,
			number,
			source: draft.draft,
			sourceHash: createHash('sha256').update(draft.draft).digest('base64url'),
			message,
			authorId: actor.user.id
		});
		await tx.update(scripts).set({ activeVersion: number }).where(eq(scripts.id, script.id));
		return number;
	});
	announcer.announce('routes', actor.project.id);
	announcer.announce('scripts', draft.id);
	return { outcome: 'published', version };
}
