/**
 * Codes of a PostgreSQL that is away: the operating system's (refused, reset, timed out), and PostgreSQL's own for one that
 * starts, stops, crashed or has no connection left.
 */
const AWAY = new Set([
	'ECONNREFUSED',
	'ECONNRESET',
	'ENOENT',
	'EPIPE',
	'ETIMEDOUT',
	'53300',
	'57P01',
	'57P02',
	'57P03',
	'08000',
	'08003',
	'08006'
]);

/** What pg says, without a code, when a connection ends under a query or can't be made in time. */
const AWAY_MESSAGES = /^(Connection terminated|timeout exceeded when trying to connect)/;

/** Says whether an error means that PostgreSQL is away for the moment; drizzle wraps pg's error. */
export function isUnreachable(error: unknown): boolean {
	for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
		if (AWAY.has(String((cause as { code?: unknown }).code)) || AWAY_MESSAGES.test(cause.message)) return true;
	}
	return false;
}
