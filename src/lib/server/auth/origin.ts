import type { Settings } from '#settings.ts';

/** Methods that change nothing. */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * The dashboard's own origin: PICLOUD_URL where it is set, since a proxy may change host and protocol on the way; otherwise
 * the one that the request was sent to.
 */
export function originOf(settings: Pick<Settings, 'PICLOUD_URL'>, requested: URL): string {
	return settings.PICLOUD_URL ? new URL(settings.PICLOUD_URL).origin : requested.origin;
}

/**
 * Says whether a request may change something: it changes nothing anyway, or its Origin is exactly ours. A missing Origin
 * is another one: every browser sends it with what is not GET or HEAD (rules.md, 13).
 */
export function isSameOrigin(request: Pick<Request, 'method' | 'headers'>, origin: string): boolean {
	return SAFE.has(request.method) || request.headers.get('origin') === origin;
}
