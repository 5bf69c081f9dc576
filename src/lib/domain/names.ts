import * as v from 'valibot';

/**
 * First path segments that are the product's own, on the dashboard and in path mode; a project can't take one.
 * `.picloud` is the ingress's reserved path, which no project name can spell anyway.
 */
export const RESERVED_NAMES: ReadonlySet<string> = new Set([
	'account',
	'admin',
	'api',
	'assets',
	'docs',
	'favicon.ico',
	'healthz',
	'invite',
	'live',
	'login',
	'logout',
	'metrics',
	'new',
	'picloud',
	'robots.txt',
	'setup',
	'static',
	'www'
]);

/** A DNS label (RFC 1035), since host mode makes it one: lower case, 1 to 63 characters, no hyphen at either end. */
const label = v.pipe(
	v.string(),
	v.trim(),
	v.regex(
		/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/,
		'Use lower-case letters, digits and hyphens, with a letter or digit at both ends.'
	),
	v.maxLength(63, 'At most 63 characters: it becomes part of a host name.')
);

export const ProjectName = v.pipe(
	label,
	v.check((name) => !RESERVED_NAMES.has(name), 'This name is reserved for the dashboard itself.')
);

/** `new` is the address of the page that creates one. */
export const ScriptName = v.pipe(
	label,
	v.check((name) => name !== 'new', 'This name is reserved for the page that creates scripts.')
);

/** A free project name made from any text; the caller adds a number when it is taken. */
export function suggestName(text: string): string {
	const name = text
		.normalize('NFKD')
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.slice(0, 40)
		.replace(/^-+|-+$/g, '');
	return name === '' || RESERVED_NAMES.has(name) ? 'my-project' : name;
}

/** Says whether a text is an id (a UUID); what is none can't be anybody's and would only make a query fail. */
export const isId = (text: string): boolean => v.is(v.pipe(v.string(), v.uuid()), text);
