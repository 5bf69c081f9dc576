import * as v from 'valibot';

const port = (fallback: string) =>
	v.optional(
		v.pipe(
			v.string(),
			v.regex(/^\d+$/, 'must be a port number'),
			v.transform(Number),
			v.maxValue(65535, 'must be a port number, at most 65535')
		),
		fallback
	);
const positive = (fallback: string) =>
	v.optional(
		v.pipe(
			v.string(),
			v.regex(/^\d+$/, 'must be a whole number'),
			v.transform(Number),
			v.minValue(1, 'must be at least 1')
		),
		fallback
	);
const host = v.pipe(
	v.string(),
	v.toLowerCase(),
	v.regex(/^[a-z0-9.-]+$/, 'must be a bare host name such as fn.example.com')
);

/** Every setting of an instance, as the environment gives it. `help` is the one line that the docs and errors show. */
const entries = {
	DATABASE_URL: v.pipe(
		v.optional(v.pipe(v.string(), v.regex(/^postgres(ql)?:\/\//, 'must be a postgres:// address'))),
		v.description('PostgreSQL to use; without it an embedded one runs below PICLOUD_DATA')
	),
	PICLOUD_DATA: v.pipe(
		v.optional(v.string()),
		v.description('Data directory; default /var/lib/picloud as root, ~/.picloud otherwise')
	),
	PICLOUD_ROLES: v.pipe(
		v.optional(v.picklist(['manager', 'worker', 'manager,worker']), 'manager,worker'),
		v.description('What this node runs: manager, worker, or both')
	),
	PICLOUD_HOST: v.pipe(v.optional(v.string(), '127.0.0.1'), v.description('Address both listeners bind to')),
	PICLOUD_PORT: v.pipe(port('3000'), v.description("The dashboard's port")),
	PICLOUD_ENDPOINT_PORT: v.pipe(port('3001'), v.description("The endpoints' port")),
	PICLOUD_DATABASE_PORT: v.pipe(port('0'), v.description("The embedded PostgreSQL's port; 0 takes a free one")),
	PICLOUD_URL: v.pipe(
		v.optional(v.pipe(v.string(), v.url('must be an address such as https://picloud.example.com'))),
		v.description("The dashboard's public address, when a proxy stands in front")
	),
	PICLOUD_ENDPOINT_DOMAIN: v.pipe(
		v.optional(host),
		v.description('Domain below which each project has its host, for example fn.example.com')
	),
	PICLOUD_TRUST_PROXY: v.pipe(
		v.optional(v.picklist(['0', '1']), '0'),
		v.description('1 when a trusted proxy sets x-forwarded-proto and x-forwarded-for')
	),
	PICLOUD_EXECUTORS: v.pipe(
		v.optional(v.pipe(v.string(), v.regex(/^\d+$/, 'must be a whole number'), v.transform(Number), v.minValue(1))),
		v.description('Most executor processes; default one per core')
	),
	PICLOUD_MEMORY: v.pipe(positive('1024'), v.description('MiB that all running scripts of this node may use together')),
	PICLOUD_CONCURRENT_RUNS: v.pipe(
		positive('256'),
		v.description('Most runs of one project at the same time on this node')
	),
	PICLOUD_BODY_LIMIT: v.pipe(positive('6291456'), v.description('Bytes of a request body an endpoint accepts')),
	PICLOUD_LOG_LEVEL: v.pipe(
		v.optional(v.picklist(['debug', 'info', 'warn', 'error', 'silent']), 'info'),
		v.description('How much the processes log')
	)
} satisfies v.ObjectEntries;

const Environment = v.object(entries);

export type Settings = v.InferOutput<typeof Environment>;

/** Thrown for settings that can't be used; the message lists each with its remedy and may be shown as it is. */
export class SettingsError extends Error {}

/**
 * Reads and checks every setting from an environment. Empty values count as absent.
 * @throws SettingsError naming each bad setting, what it was and what it must be
 */
export function read(environment: Record<string, string | undefined>): Settings {
	const given = Object.fromEntries(
		Object.entries(environment).filter(([, value]) => value !== undefined && value !== '')
	);
	const result = v.safeParse(Environment, given);
	if (!result.success) {
		const lines = result.issues.map((issue) => {
			const name = issue.path?.map((item) => String(item.key)).join('.') ?? 'settings';
			return `${name}=${JSON.stringify(given[name])}: ${issue.message}`;
		});
		throw new SettingsError(lines.join('\n'));
	}
	refuseOverlap(result.output);
	return result.output;
}

/** A dashboard and endpoints on one host, or on one above the other, would share cookies (rules.md, 13). */
function refuseOverlap(settings: Settings): void {
	if (!settings.PICLOUD_URL || !settings.PICLOUD_ENDPOINT_DOMAIN) return;
	const dashboard = new URL(settings.PICLOUD_URL).hostname;
	const endpoints = settings.PICLOUD_ENDPOINT_DOMAIN;
	const within = (inner: string, outer: string) => inner === outer || inner.endsWith(`.${outer}`);
	if (within(dashboard, endpoints) || within(endpoints, dashboard))
		throw new SettingsError(
			`PICLOUD_URL is on ${dashboard} and PICLOUD_ENDPOINT_DOMAIN is ${endpoints}: one contains the other, so scripts could ` +
				'reach dashboard cookies. Give them hosts side by side, for example picloud.example.com and fn.example.com.'
		);
}

/** Name and help of every setting, in the order they are documented. */
export const documented: { name: string; help: string }[] = Object.entries(entries).map(([name, schema]) => ({
	name,
	help: v.getDescription(schema) ?? ''
}));
