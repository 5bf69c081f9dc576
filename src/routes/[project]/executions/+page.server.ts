import * as v from 'valibot';
import { ExecutionFilter } from '#lib/domain/execution-filter.ts';
import { acting } from '#lib/server/actor.ts';
import * as executions from '#lib/server/executions/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const actor = await acting(locals.instance, locals.user, params.project);
	const { status, script, before } = v.parse(ExecutionFilter, Object.fromEntries(url.searchParams));
	return executions.list(actor, { status, script, before });
};
