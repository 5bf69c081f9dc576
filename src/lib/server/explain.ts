import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { Refusal } from '#lib/domain/refusal.ts';
import { isUnreachable } from './db/unreachable.ts';

/** What may be shown of an error. */
export interface Explanation {
	status: number;
	code: string;
	message: string;
	field?: string;
	reference?: string;
}

/**
 * Says what a person gets to know of something that was thrown. A Refusal is shown as it is and not logged; everything
 * else is logged with its cause and shown as a reference that finds it there.
 * @param log undefined while no instance is open, when the process starts or stops
 */
export function explain(
	error: unknown,
	{ log, request }: { log: Logger | undefined; request: Pick<Request, 'method' | 'url'> }
): Explanation {
	if (error instanceof Refusal) {
		const { status, code, message, field } = error;
		return { status, code, message, field };
	}
	const reference = randomBytes(6).toString('hex');
	const fault = { err: error, reference, method: request.method, path: new URL(request.url).pathname };
	if (isUnreachable(error)) {
		log?.warn(fault, 'PostgreSQL could not be reached');
		return {
			status: 503,
			code: 'database.unreachable',
			message: 'The database does not answer just now. What you typed is still here: wait some seconds and try again.',
			reference
		};
	}
	log?.error(fault, 'a request failed');
	return {
		status: 500,
		code: 'fault',
		message: `Something went wrong on our side. Try again; if it stays, the log of PiCloud has the cause under ${reference}.`,
		reference
	};
}
