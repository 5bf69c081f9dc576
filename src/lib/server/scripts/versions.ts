import { and, desc, eq, inArray } from 'drizzle-orm';
import { notFound } from '#lib/domain/refusal.ts';
import { permit, type Actor } from '../actor.ts';
import { users, versions } from '../db/schema/index.ts';
import { find } from './find.ts';

/** A version as the history shows it. */
export interface ListedVersion {
	number: number;
	message: string;
	/** Name of who published it; null when they are gone. */
	author: string | null;
	createdAt: Date;
	active: boolean;
}

/** The versions of a script, newest first. */
export async function history(actor: Actor, name: string): Promise<ListedVersion[]> {
	permit(actor, 'script.read');
	const script = await find(actor, name);
	const rows = await actor.context.db
		.select({
			number: versions.number,
			message: versions.message,
			author: users.name,
			createdAt: versions.createdAt
		})
		.from(versions)
		.leftJoin(users, eq(users.id, versions.authorId))
		.where(eq(versions.scriptId, script.id))
		.orderBy(desc(versions.number));
	return rows.map((row) => ({ ...row, active: row.number === script.activeVersion }));
}

/** What can be compared: a version, or what is being edited. */
export type Comparable = number | 'draft';

/**
 * The two sources to compare.
 * @throws Refusal 404 for a version that the script does not have
 */
export async function compare(
	actor: Actor,
	name: string,
	from: Comparable,
	to: Comparable
): Promise<{ from: Comparable; to: Comparable; sources: { from: string; to: string } }> {
	permit(actor, 'script.read');
	const script = await find(actor, name);
	const numbers = [from, to].filter((side) => side !== 'draft');
	const rows =
		numbers.length === 0
			? []
			: await actor.context.db
					.select({ number: versions.number, source: versions.source })
					.from(versions)
					.where(and(eq(versions.scriptId, script.id), inArray(versions.number, numbers)));
	const source = (side: Comparable): string => {
		const found = side === 'draft' ? script.draft : rows.find((row) => row.number === side)?.source;
		if (found === undefined) throw notFound('version');
		return found;
	};
	return { from, to, sources: { from: source(from), to: source(to) } };
}
