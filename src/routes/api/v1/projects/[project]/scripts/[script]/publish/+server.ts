import * as v from 'valibot';
import { acting } from '#lib/server/actor.ts';
import * as scripts from '#lib/server/scripts/index.ts';
import { body } from '../../../../../body.ts';
import type { RequestHandler } from './$types';

const Publication = v.object({
	revision: v.pipe(v.number(), v.integer()),
	message: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(500, 'At most 500 characters.')), '')
});

export const POST: RequestHandler = async ({ locals, params, request }) => {
	const publication = await body(request, Publication);
	const actor = await acting(locals.instance, locals.user, params.project);
	const published = await scripts.publish(actor, params.script, publication);
	if (published.outcome === 'stale') return Response.json(scripts.staleDraft(published.draft), { status: 409 });
	if (published.outcome === 'broken') return Response.json(scripts.brokenDraft(published.error), { status: 422 });
	return Response.json({ version: published.version });
};
