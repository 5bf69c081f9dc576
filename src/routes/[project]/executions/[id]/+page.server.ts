import { acting } from '#lib/server/actor.ts';
import * as executions from '#lib/server/executions/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const actor = await acting(locals.instance, locals.user, params.project);
	return executions.get(actor, params.id);
};
