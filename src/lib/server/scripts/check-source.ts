import type { ExecutionError } from '#lib/domain/execution.ts';
import { Refusal } from '#lib/domain/refusal.ts';
import type { Actor } from '../actor.ts';
import * as runs from '../runs/index.ts';

/** Two checks in line, each a process and 250 ms, and a worker that is just being started again. */
const PATIENCE_MS = 5_000;

/**
 * Has a worker compile a source in an executor of its own, and returns the first error, or undefined for none.
 * @throws Refusal 503 when no worker answers in time
 */
export async function checkSource(
	{ context, project, user }: Actor,
	scriptId: string,
	source: string
): Promise<ExecutionError | undefined> {
	const asked = { kind: 'check' as const, projectId: project.id, scriptId, userId: user.id, source };
	const run = await runs.request(context, asked);
	const outcome = await runs.result<runs.CheckOutcome>(context, run, PATIENCE_MS);
	if (!outcome)
		throw new Refusal(
			503,
			'runs.no_worker',
			'No worker checked the script in time, so it was not published; the draft is kept. Try again in a moment. If it ' +
				'stays so, see whether a worker runs (PICLOUD_ROLES) and what its log says.'
		);
	return outcome.ok ? undefined : outcome.error;
}
