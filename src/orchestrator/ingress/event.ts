import { randomUUIDv7 } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { fieldsJson } from '#lib/server/events/fields.ts';
import { isOwnToken, withoutSession } from './cookies.ts';
import { bodiesJson, type Body } from './event-body.ts';

export interface EventParts {
	method: string;
	path: string;
	query: string;
	parameterNames: string[];
	parameters: string[];
	headers: IncomingHttpHeaders;
	body: Body;
}

let lastMs = 0;
let lastIso = '';

/** RFC 3339 of now; formatted once a millisecond. */
function isoNow(): string {
	const now = Date.now();
	if (now !== lastMs) {
		lastMs = now;
		lastIso = new Date(now).toISOString();
	}
	return lastIso;
}

/**
 * The JSON text of an `http` event. It is put together by hand so that a JSON body enters exactly as it was
 * sent: JavaScript would turn 2.0 into 2 (rules.md, 18).
 */
export function eventJson(parts: EventParts): string {
	const { body, raw } = bodiesJson(parts.body, parts.headers['content-type']);
	return (
		`{"kind":"http","id":"${randomUUIDv7()}","occurred_at":"${isoNow()}","depth":0,"method":"${parts.method}",` +
		`"path":${JSON.stringify(parts.path)},"params":${paramsJson(parts.parameterNames, parts.parameters)},` +
		`"query":${parts.query === '' ? '{}' : fieldsJson(parts.query)},"headers":${headersJson(parts.headers)},` +
		`"body":${body},"raw_body":${raw}}`
	);
}

function paramsJson(names: string[], values: string[]): string {
	if (names.length === 0) return '{}';
	return `{${names.map((name, position) => `"${name}":${JSON.stringify(values[position] ?? '')}`).join(',')}}`;
}

/** Lower-case names; what is meant for PiCloud itself never enters an event (rules.md, 14). */
function headersJson(headers: IncomingHttpHeaders): string {
	if (headers.cookie === undefined && headers.authorization === undefined) return JSON.stringify(headers);
	const seen = { ...headers };
	if (seen.cookie !== undefined) seen.cookie = withoutSession(seen.cookie);
	if (seen.authorization !== undefined && isOwnToken(seen.authorization)) seen.authorization = undefined;
	return JSON.stringify(seen);
}
