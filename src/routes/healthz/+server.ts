import { health } from '#lib/server/health.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals }) => {
	const state = await health(locals.instance);
	return Response.json(state, { status: state.status === 'ok' ? 200 : 503, headers: { 'cache-control': 'no-store' } });
};
