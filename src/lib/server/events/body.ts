import { fieldsJson, hasTooManyFields, MOST_FIELDS } from './fields.ts';

const JSON_TYPE = /^application\/(?:[\w.+-]*\+)?json\s*(?:;|$)/i;
const FORM_TYPE = /^application\/x-www-form-urlencoded\s*(?:;|$)/i;

/** Thrown for a body that is not what its content type says; the message may be shown. */
export class BadBody extends Error {}

export const saysJson = (contentType: string): boolean => JSON_TYPE.test(contentType);

/**
 * An event's `body` as JSON text, from a body that is text. JSON is checked and enters as it was sent, because JavaScript
 * would turn 2.0 into 2 (rules.md, 18); forms become maps; anything else is a string.
 * @throws BadBody for what says it is JSON and is not, and for a form of more fields than an event takes
 */
export function bodyJson(text: string, contentType: string): string {
	if (saysJson(contentType)) return checked(text);
	if (!FORM_TYPE.test(contentType)) return JSON.stringify(text);
	if (hasTooManyFields(text))
		throw new BadBody(`The form has more than ${MOST_FIELDS} fields. Send such data as JSON.`);
	return fieldsJson(text);
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
