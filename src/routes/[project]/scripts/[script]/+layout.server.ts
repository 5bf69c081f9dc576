import { acting } from '#lib/server/actor.ts';
import * as scripts from '#lib/server/scripts/index.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, params }) => {
	const actor = await acting(locals.instance, locals.user, params.project);
	return scripts.get(actor, params.script, locals.instance.endpoints);
};
