import type { Instance } from './instance.ts';
import { VERSION } from './version.ts';

export interface Health {
	/** `degraded`: this process runs, but PostgreSQL does not answer it. */
	status: 'ok' | 'degraded';
	/** Of this process; another one after every start. */
	instance: string;
	version: string;
}

/** Shorter than the patience of whoever asks: container runtimes and proxies give 1 to 5 s. */
const PATIENCE_MS = 1_000;

/** Says whether this process can do its work, within a second. */
export async function health({ id, connection }: Instance): Promise<Health> {
	const { promise: tooLate, resolve } = Promise.withResolvers<'degraded'>();
	const timer = setTimeout(resolve, PATIENCE_MS, 'degraded');
	const answered = connection.pool.query('select 1').then(
		() => 'ok' as const,
		() => 'degraded' as const
	);
	const status = await Promise.race([answered, tooLate]);
	clearTimeout(timer);
	return { status, instance: id, version: VERSION };
}
