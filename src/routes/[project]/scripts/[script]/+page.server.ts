import { acting } from '#lib/server/actor.ts';
import * as executions from '#lib/server/executions/index.ts';
import type { PageServerLoad } from './$types';

/** What fits beside the editor; the executions page has all. */
const SHOWN = 20;

export const load: PageServerLoad = async ({ locals, params }) => {
	const actor = await acting(locals.instance, locals.user, params.project);
	const { executions: recent } = await executions.list(actor, { script: params.script }, SHOWN);
	return { executions: recent };
};
