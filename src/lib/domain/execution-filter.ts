import * as v from 'valibot';
import { EXECUTION_STATUSES } from '#lib/domain/execution.ts';
import { isId } from '#lib/domain/names.ts';

const id = v.optional(v.pipe(v.string(), v.check(isId)));

/** A filter in an address. What makes no sense there is left out, so that an old link still opens. */
export const ExecutionFilter = v.object({
	status: v.fallback(v.optional(v.picklist(EXECUTION_STATUSES)), undefined),
	script: v.fallback(v.optional(v.pipe(v.string(), v.nonEmpty())), undefined),
	before: v.fallback(id, undefined),
	after: v.fallback(id, undefined)
});
