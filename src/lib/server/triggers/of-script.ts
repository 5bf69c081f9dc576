import { and, eq, isNull } from 'drizzle-orm';
import { notFound } from '#lib/domain/refusal.ts';
import type { HttpTriggerSettings } from '#lib/domain/trigger.ts';
import type { Transaction } from '../db/connect.ts';
import { triggers } from '../db/schema/index.ts';

export interface HttpTrigger {
	id: string;
	settings: HttpTriggerSettings;
	enabled: boolean;
}

/** The endpoint of a script. Each has exactly one: it is made with the script, edited, and goes with it. */
export async function ofScript(tx: Transaction, scriptId: string): Promise<HttpTrigger> {
	const [trigger] = await tx
		.select({ id: triggers.id, settings: triggers.settings, enabled: triggers.enabled })
		.from(triggers)
		.where(and(eq(triggers.scriptId, scriptId), eq(triggers.kind, 'http'), isNull(triggers.deletedAt)));
	if (!trigger) throw notFound('endpoint');
	return trigger;
}
