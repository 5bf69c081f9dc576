import { isUtf8 } from 'node:buffer';
import { BadBody, bodyJson, saysJson } from '#lib/server/events/body.ts';

/** A request's body as it arrived; undefined when there is none. */
export type Body = Buffer | undefined;

const NONE = { body: 'null', raw: '""' };

/**
 * `body` and `raw_body` as JSON text. What is not UTF-8 is a blob in rhai-wasm's notation.
 * @throws BadBody when the body is not what its content type says
 */
export function bodiesJson(body: Body, contentType = ''): { body: string; raw: string } {
	if (body === undefined || body.length === 0) return NONE;
	if (!isUtf8(body)) {
		if (saysJson(contentType)) throw new BadBody('The body says it is JSON, but it is not UTF-8.');
		const raw = `{"$blob":"${body.toString('base64')}"}`;
		return { body: raw, raw };
	}
	const text = body.toString();
	return { body: bodyJson(text, contentType), raw: JSON.stringify(text) };
}
