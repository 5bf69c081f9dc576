import * as v from 'valibot';

/**
 * The path of an endpoint: `/` separated segments, each fixed text, `:name` (one segment) or, last only, `*name` (the
 * rest, slashes included). It is our own grammar: a router's would let users write regular expressions (rules.md, 25).
 */
export interface EndpointPattern {
	text: string;
	segments: Segment[];
}

export type Segment =
	{ kind: 'text'; text: string } | { kind: 'parameter'; name: string } | { kind: 'rest'; name: string };

/** Longest pattern; a request line's usual limit is 8 KiB, and nobody types this much. */
const MOST_CHARACTERS = 512;

/** What RFC 3986 allows in a path segment without escapes, less `:` and `*`, which mean something here. */
const TEXT = /^[A-Za-z0-9._~!$&'()+,;=@-]+$/;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

export type ParsedPattern = { ok: true; pattern: EndpointPattern } | { ok: false; message: string };

/** Parses a pattern; the message of a failure names the segment and the remedy. */
export function parse(text: string): ParsedPattern {
	const refuse = (message: string): ParsedPattern => ({ ok: false, message });
	if (!text.startsWith('/')) return refuse('A path starts with /, for example /hello/:name.');
	if (text.length > MOST_CHARACTERS) return refuse(`A path has at most ${String(MOST_CHARACTERS)} characters.`);
	if (text === '/') return { ok: true, pattern: { text, segments: [] } };

	const segments: Segment[] = [];
	const names = new Set<string>();
	const parts = text.slice(1).split('/');
	for (const [index, part] of parts.entries()) {
		if (part === '') return refuse('A path has no empty segment and no / at its end.');
		const marker = part[0];
		if (marker === ':' || marker === '*') {
			const name = part.slice(1);
			if (!NAME.test(name)) return refuse(`"${part}": after ${marker} comes a name of letters, digits and _.`);
			if (names.has(name)) return refuse(`"${part}": the name ${name} is used twice.`);
			if (marker === '*' && index < parts.length - 1)
				return refuse(`"${part}" takes the rest of the path, so it must be last.`);
			names.add(name);
			segments.push(marker === ':' ? { kind: 'parameter', name } : { kind: 'rest', name });
		} else if (part === '.' || part === '..') {
			return refuse(`"${part}" is resolved away by every client before it is sent.`);
		} else if (TEXT.test(part)) {
			segments.push({ kind: 'text', text: part });
		} else {
			return refuse(`"${part}": use letters, digits and . _ ~ - only, or :name for a parameter.`);
		}
	}
	return { ok: true, pattern: { text, segments } };
}

/** Two patterns with the same shape match the same requests, whatever their parameters are called. */
export function shape(pattern: EndpointPattern): string {
	return '/' + pattern.segments.map((s) => (s.kind === 'text' ? s.text : s.kind === 'rest' ? '*' : ':')).join('/');
}

/**
 * The parameters of a path that the pattern matches, decoded, or undefined when it does not match. Routers of many patterns
 * do this faster; here it is for one.
 */
export function match(text: string, path: string): Record<string, string> | undefined {
	const parsed = parse(text);
	if (!parsed.ok) return undefined;
	const { segments } = parsed.pattern;
	const given = path === '/' ? [] : path.slice(1).split('/');
	const parameters: Record<string, string> = {};
	for (const [index, segment] of segments.entries()) {
		const part = given[index];
		if (part === undefined) return undefined;
		const rest = segment.kind === 'rest' ? given.slice(index).join('/') : part;
		const decoded = decode(rest);
		if (decoded === undefined) return undefined;
		if (segment.kind === 'text') {
			if (part !== segment.text) return undefined;
		} else parameters[segment.name] = decoded;
		if (segment.kind === 'rest') return parameters;
	}
	return given.length === segments.length ? parameters : undefined;
}

function decode(text: string): string | undefined {
	try {
		return decodeURIComponent(text);
	} catch {
		return undefined;
	}
}

export const PatternText = v.pipe(
	v.string(),
	v.trim(),
	v.rawCheck(({ dataset, addIssue }) => {
		if (!dataset.typed) return;
		const parsed = parse(dataset.value);
		if (!parsed.ok) addIssue({ message: parsed.message });
	})
);
