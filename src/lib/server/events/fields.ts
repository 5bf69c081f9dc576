import { parse } from 'node:querystring';

/** Far more than any form has. Past it a body is somebody's attack, or data that wants to be JSON. */
export const MOST_FIELDS = 10_000;

/** Whether a form has more fields than an event takes. */
export function hasTooManyFields(encoded: string): boolean {
	let fields = 1;
	for (let at = encoded.indexOf('&'); at !== -1; at = encoded.indexOf('&', at + 1)) fields += 1;
	return fields > MOST_FIELDS;
}

/**
 * Names and values of a query or a form as JSON text; a name that comes again has a list. In time linear in its length,
 * which URLSearchParams is not: a form of 6 MB kept it busy for minutes.
 */
export const fieldsJson = (encoded: string): string => JSON.stringify(parse(encoded, '&', '=', { maxKeys: 0 }));
