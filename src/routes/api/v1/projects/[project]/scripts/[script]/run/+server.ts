import * as v from 'valibot';
import { acting } from '#lib/server/actor.ts';
import * as scripts from '#lib/server/scripts/index.ts';
import { body } from '../../../../../body.ts';
import type { RequestHandler } from './$types';

const DraftRun = v.object({
	source: v.string(),
	event: v.object({
		method: v.pipe(v.string(), v.regex(/^[A-Z]{1,16}$/, 'A method is in capital letters.')),
		path: v.pipe(v.string(), v.startsWith('/', 'A path starts with /.')),
		headers: v.optional(v.record(v.string(), v.string()), {}),
		query: v.optional(v.record(v.string(), v.string()), {}),
		body: v.optional(v.string(), '')
	})
});

export const POST: RequestHandler = async ({ locals, params, request }) => {
	const { source, event } = await body(request, DraftRun);
	const actor = await acting(locals.instance, locals.user, params.project);
	return Response.json({ run: await scripts.runDraft(actor, params.script, source, event) }, { status: 202 });
};
