import { hostOnly } from './cookies.ts';

/** Without it a page from a script would share an origin, and so everything, with its neighbours (rules.md, 12). */
export const SANDBOX = 'sandbox allow-scripts allow-forms allow-popups allow-modals allow-downloads';

/**
 * Of the connection or of the ingress itself (RFC 9110, 7.6.1), and those that reach beyond the script: instructions to
 * proxies, and Clear-Site-Data, which would sign the visitor out of a dashboard on the same registrable domain.
 */
const NEVER = new Set([
	'connection',
	'keep-alive',
	'proxy-authenticate',
	'proxy-authorization',
	'proxy-connection',
	'te',
	'trailer',
	'transfer-encoding',
	'upgrade',
	'content-length',
	'date',
	'x-picloud-execution',
	'service-worker-allowed',
	'clear-site-data',
	'x-accel-redirect',
	'x-sendfile'
]);

/** In path mode these would speak for every project of the origin. */
const NEVER_IN_PATH_MODE = new Set([
	'set-cookie',
	'strict-transport-security',
	'alt-svc',
	'nel',
	'report-to',
	'reporting-endpoints',
	'public-key-pins',
	'origin-agent-cluster'
]);

const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Visible characters, spaces and tabs: what node:http would send, and no line can end early. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** What clients and proxies take: node:http itself refuses to read more than 16 KiB. */
const MOST_BYTES = 16 * 1024;

export type FilteredHeaders = { ok: true; headers: string[] } | { ok: false; message: string };

/** A script's headers as a flat list for `writeHead`, without those it has no say in. */
export function filterHeaders(given: [string, string][], mode: 'path' | 'host'): FilteredHeaders {
	const headers: string[] = [];
	let bytes = 0;
	for (const [name, value] of given) {
		if (!NAME.test(name)) return { ok: false, message: `${JSON.stringify(name)} is not a header name` };
		if (!VALUE.test(value))
			return { ok: false, message: `the value of the header ${name} has characters that no header may have` };
		const lower = name.toLowerCase();
		if (NEVER.has(lower) || (mode === 'path' && NEVER_IN_PATH_MODE.has(lower))) continue;
		bytes += lower.length + value.length + 4;
		if (bytes > MOST_BYTES) return { ok: false, message: `the headers are larger than ${MOST_BYTES} bytes` };
		headers.push(lower, lower === 'set-cookie' ? hostOnly(value) : value);
	}
	return { ok: true, headers };
}
