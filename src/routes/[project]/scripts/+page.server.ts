import { acting } from '#lib/server/actor.ts';
import * as scripts from '#lib/server/scripts/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const actor = await acting(locals.instance, locals.user, params.project);
	return { scripts: await scripts.list(actor, locals.instance.endpoints) };
};
