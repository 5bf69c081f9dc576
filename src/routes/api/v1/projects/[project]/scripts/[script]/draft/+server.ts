import * as v from 'valibot';
import { acting } from '#lib/server/actor.ts';
import * as scripts from '#lib/server/scripts/index.ts';
import { body } from '../../../../../body.ts';
import type { RequestHandler } from './$types';

const Draft = v.object({ source: v.string(), revision: v.pipe(v.number(), v.integer()) });

export const PUT: RequestHandler = async ({ locals, params, request }) => {
	const { source, revision } = await body(request, Draft);
	const actor = await acting(locals.instance, locals.user, params.project);
	const saved = await scripts.saveDraft(actor, params.script, source, revision);
	if (saved.stale) return Response.json(scripts.staleDraft(saved.draft), { status: 409 });
	return Response.json({ revision: saved.revision, savedAt: saved.savedAt });
};
