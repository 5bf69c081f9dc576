import * as v from 'valibot';
import { ExecutionFilter } from '#lib/domain/execution-filter.ts';
import { acting } from '#lib/server/actor.ts';
import * as executions from '#lib/server/executions/index.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params, url }) => {
	const actor = await acting(locals.instance, locals.user, params.project);
	const filter = v.parse(ExecutionFilter, Object.fromEntries(url.searchParams));
	return Response.json(await executions.list(actor, filter));
};
