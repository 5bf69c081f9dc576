import { and, eq } from 'drizzle-orm';
import { isId } from '#lib/domain/names.ts';
import { notFound } from '#lib/domain/refusal.ts';
import { permit, type Actor } from '../actor.ts';
import { runs as runsTable } from '../db/schema/index.ts';
import { streamRun } from '../live/run-stream.ts';
import * as runs from '../runs/index.ts';
import { ofScript } from '../triggers/of-script.ts';
import { draftEvent, type DraftRequest } from './draft-event.ts';
import { find } from './find.ts';
import { refuseImpossible } from './source.ts';

/**
 * Has a worker run a source, saved or not, on a made-up request, and returns the run's id at once. Its effects are real.
 * @throws Refusal 422 for a source or body that can't be run
 */
export async function runDraft(actor: Actor, name: string, source: string, request: DraftRequest): Promise<string> {
	permit(actor, 'script.run');
	refuseImpossible(source);
	const { context, project, user } = actor;
	const script = await find(actor, name);
	const trigger = await ofScript(context.db, script.id);
	const event = draftEvent(request, trigger.settings.path);
	return runs.request(context, {
		kind: 'run',
		projectId: project.id,
		scriptId: script.id,
		userId: user.id,
		source,
		event
	});
}

/**
 * What a run says, as server-sent events: `log` for each line, then one `result`. They are read from their table, so a
 * reader who comes late or comes again misses nothing.
 * @throws Refusal 404 for a run of another script or project
 */
export async function followRun(actor: Actor, name: string, runId: string): Promise<ReadableStream<Uint8Array>> {
	permit(actor, 'script.run');
	const script = await find(actor, name);
	if (!isId(runId)) throw notFound('run');
	const [run] = await actor.context.db
		.select({ id: runsTable.id })
		.from(runsTable)
		.where(and(eq(runsTable.id, runId), eq(runsTable.scriptId, script.id), eq(runsTable.kind, 'run')));
	if (!run) throw notFound('run');
	return streamRun(actor.context, runId);
}
