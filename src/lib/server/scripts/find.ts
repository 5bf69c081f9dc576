import { and, eq, isNull } from 'drizzle-orm';
import { notFound } from '#lib/domain/refusal.ts';
import type { Actor } from '../actor.ts';
import type { Transaction } from '../db/connect.ts';
import { scripts } from '../db/schema/index.ts';

export type Script = typeof scripts.$inferSelect;

/** A script's row, by its name in the actor's project. Verbs use it after they asked the policy. */
export async function find(actor: Actor, name: string, tx: Transaction = actor.context.db): Promise<Script> {
	const [script] = await tx.select().from(scripts).where(named(actor, name));
	if (!script) throw notFound('script');
	return script;
}

/** As find(), and nobody else changes the row until the transaction ends. */
export async function lock(tx: Transaction, actor: Actor, name: string): Promise<Script> {
	const [script] = await tx.select().from(scripts).where(named(actor, name)).for('no key update');
	if (!script) throw notFound('script');
	return script;
}

const named = (actor: Actor, name: string) =>
	and(eq(scripts.projectId, actor.project.id), eq(scripts.name, name), isNull(scripts.deletedAt));
