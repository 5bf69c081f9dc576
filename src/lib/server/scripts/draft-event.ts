import { v7 as uuidv7 } from 'uuid';
import { match } from '#lib/domain/endpoint-pattern.ts';
import { invalid } from '#lib/domain/refusal.ts';
import { BadBody, bodyJson } from '#lib/server/events/body.ts';

/** A request as it is made up beside the editor. */
export interface DraftRequest {
	method: string;
	/** Without its query. */
	path: string;
	headers: Record<string, string>;
	query: Record<string, string>;
	body: string;
}

/**
 * The JSON text of the `http` event that the endpoint would make of this request.
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
	return `${head.slice(0, -1)},"body":${readBody(body, headers['content-type'] ?? '')}}`;
}

/** @throws Refusal 422 naming the body */
function readBody(text: string, contentType: string): string {
	if (text === '') return 'null';
	try {
		return bodyJson(text, contentType);
	} catch (error) {
		if (error instanceof BadBody) throw invalid('run.bad_body', error.message, 'event.body');
		throw error;
	}
}
