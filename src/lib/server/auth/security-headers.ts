/** A year, as browsers ask for before they take it seriously. */
const HSTS_S = 365 * 24 * 60 * 60;

const ALWAYS: [string, string][] = [
	['x-content-type-options', 'nosniff'],
	['referrer-policy', 'same-origin'],
	['cross-origin-opener-policy', 'same-origin'],
	['cross-origin-resource-policy', 'same-origin'],
	['permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()'],
	// Pages bring SvelteKit's own policy, with nonces; everything else is data, or an error page with its style inside.
	['content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"],
	// What is shown depends on who is signed in.
	['cache-control', 'private, no-cache']
];

/** Headers that every answer of the dashboard carries unless the route says otherwise. */
export const securityHeaders = (secure: boolean): [string, string][] =>
	secure ? [...ALWAYS, ['strict-transport-security', `max-age=${HSTS_S}`]] : ALWAYS;
