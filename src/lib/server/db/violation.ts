/** PostgreSQL's code for a broken unique constraint. */
const UNIQUE_VIOLATION = '23505';

/** Says whether an error is PostgreSQL's refusal of a duplicate under this constraint or index. drizzle wraps pg's error. */
export function violates(error: unknown, constraint: string): boolean {
	for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
		const { code, constraint: name } = cause as { code?: unknown; constraint?: unknown };
		if (code === UNIQUE_VIOLATION && name === constraint) return true;
	}
	return false;
}
