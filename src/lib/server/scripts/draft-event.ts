import { v7 as uuidv7 } from 'uuid';
import { match } from '#lib/domain/endpoint-pattern.ts';
import { invalid } from '#lib/domain/refusal.ts';
import { fieldsJson, hasTooManyFields, TOO_MANY_FIELDS } from '#lib/server/events/fields.ts';

/** A request as it is made up beside the editor. */
export interface DraftRequest {
	method: string;
	/** Without its query. */
	path: string;
	headers: Record<string, string>;
	query: Record<string, string>;
	body: string;
}

const JSON_TYPE = /^application\/(?:[\w.+-]*\+)?json\s*(?:;|$)/i;
const FORM_TYPE = /^application\/x-www-form-urlencoded\s*(?:;|$)/i;

/**
 * The JSON text of the `http` event that the endpoint would make of this request. A JSON body enters as it is written,
 * because JavaScript would turn 2.0 into 2 (rules.md, 18).
 * @param pattern the endpoint's path; a request that does not match it has no parameters
 * @throws Refusal 422 for a body that says it is JSON and is not
 */
export function draftEvent(request: DraftRequest, pattern: string): string {
	const headers = Object.fromEntries(
		Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value])
	);
	const { method, path, query, body } = request;
	const head = JSON.stringify({
		kind: 'http',
		id: uuidv7(),
		occurred_at: new Date().toISOString(),
		depth: 0,
		method,
		path,
		params: match(pattern, path) ?? {},
		query,
		headers,
		raw_body: body
	});
	return `${head.slice(0, -1)},"body":${bodyJson(body, headers['content-type'] ?? '')}}`;
}

function bodyJson(body: string, type: string): string {
	if (body === '') return 'null';
	if (FORM_TYPE.test(type)) {
		if (hasTooManyFields(body)) throw invalid('run.bad_body', TOO_MANY_FIELDS, 'event.body');
		return fieldsJson(body);
	}
	if (!JSON_TYPE.test(type)) return JSON.stringify(body);
	try {
		JSON.parse(body);
	} catch (error) {
		throw invalid('run.bad_body', `The body says it is JSON, but it is not: ${(error as Error).message}`, 'event.body');
	}
	return body;
}
