import { redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { acting } from '#lib/server/actor.ts';
import * as executions from '#lib/server/executions/index.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, params, url }) => {
	if (!locals.user) redirect(303, `${resolve('/login')}?next=${encodeURIComponent(url.pathname + url.search)}`);
	const actor = await acting(locals.instance, locals.user, params.project);
	const { id, email, name } = actor.user;
	return {
		user: { id, email, name },
		project: actor.project,
		role: actor.role,
		losses: await executions.losses(actor)
	};
};
