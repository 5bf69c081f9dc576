import { isUtf8 } from 'node:buffer';
import { fieldsJson, hasTooManyFields, TOO_MANY_FIELDS } from '#lib/server/events/fields.ts';

/** A request's body as it arrived; undefined when there is none. */
export type Body = Buffer | undefined;

const NONE = { body: 'null', raw: '""' };
const JSON_TYPE = /^application\/(?:[\w.+-]*\+)?json\s*(?:;|$)/i;
const FORM_TYPE = /^application\/x-www-form-urlencoded\s*(?:;|$)/i;

/** Thrown for a body that is not what its content type says; the message may be shown. */
export class BadBody extends Error {}

/**
 * `body` and `raw_body` as JSON text. JSON is checked and then spliced in as it was sent, forms become maps, and anything
 * else is the raw body: a string when it is UTF-8, otherwise a blob in rhai-wasm's notation.
 * @throws BadBody when the content type says JSON and the body is not, or a form has too many fields
 */
export function bodyJson(body: Body, contentType: string | undefined): { body: string; raw: string } {
	if (body === undefined || body.length === 0) return NONE;
	const isText = isUtf8(body);
	const text = isText ? body.toString() : '';
	const raw = isText ? JSON.stringify(text) : `{"$blob":"${body.toString('base64')}"}`;
	if (contentType === undefined) return { body: raw, raw };
	if (JSON_TYPE.test(contentType)) {
		if (!isText) throw new BadBody('The body says it is JSON, but it is not UTF-8.');
		return { body: checked(text), raw };
	}
	if (isText && FORM_TYPE.test(contentType)) {
		if (hasTooManyFields(text)) throw new BadBody(TOO_MANY_FIELDS);
		return { body: fieldsJson(text), raw };
	}
	return { body: raw, raw };
}

/** The text itself: parsing only proves that it can be spliced. A byte order mark is no JSON. */
function checked(text: string): string {
	try {
		JSON.parse(text);
		return text;
	} catch (error) {
		throw new BadBody(`The body says it is JSON, but it is not: ${(error as Error).message}`);
	}
}
