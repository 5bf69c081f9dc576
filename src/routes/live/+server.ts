import { signedOut } from '#lib/server/actor.ts';
import { EVENT_STREAM_HEADERS } from '#lib/server/live/event-stream.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url }) => {
	if (!locals.user) throw signedOut();
	const scripts = (url.searchParams.get('scripts') ?? '').split(',');
	return new Response(await locals.instance.hub.open(locals.user.id, scripts), { headers: EVENT_STREAM_HEADERS });
};
