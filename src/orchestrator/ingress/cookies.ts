/** The dashboard's, on plain http and on https. Cookies ignore ports, so browsers send them to endpoints as well. */
const DASHBOARD = /(?:^|;)\s*(?:__Host-)?picloud_session\s*=[^;]*/gi;

/** A Cookie header without the dashboard's session; undefined when nothing else is in it (rules.md, 14). */
export function withoutSession(cookie: string): string | undefined {
	if (!/picloud_session/i.test(cookie)) return cookie;
	const left = cookie.replace(DASHBOARD, '').replace(/^[;\s]+/, '');
	return left === '' ? undefined : left;
}

/** A Set-Cookie value without Domain: a cookie stays on the project's own host (rules.md, 13). */
export const hostOnly = (setCookie: string): string => setCookie.replace(/;\s*domain\s*(?:=[^;]*)?(?=;|$)/gi, '');

/** How PiCloud's own tokens begin; what carries one is for PiCloud, and no script may see it. */
const TOKEN = /^\s*bearer\s+picloud_/i;

export const isOwnToken = (authorization: string): boolean => TOKEN.test(authorization);
