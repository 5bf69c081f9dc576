import { acting } from '#lib/server/actor.ts';
import { EVENT_STREAM_HEADERS } from '#lib/server/live/event-stream.ts';
import * as scripts from '#lib/server/scripts/index.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
	const actor = await acting(locals.instance, locals.user, params.project);
	const frames = await scripts.followRun(actor, params.script, params.id);
	return new Response(frames, { headers: EVENT_STREAM_HEADERS });
};
