/**
 * Sets JSON text out over lines without reading its values: parsing would turn `2.0` into `2` and long integers into
 * others (rules.md, 18). Text that is no JSON comes back as it is.
 */
export function layOut(text: string): string {
	try {
		JSON.parse(text);
	} catch {
		return text;
	}
	let out = '';
	let depth = 0;
	for (const [token] of text.matchAll(/"(?:\\.|[^"\\])*"|[{}[\],:]|[^\s"{}[\],:]+/g)) {
		if (token === '{' || token === '[') {
			out += token;
			depth += 1;
			out += line(depth);
		} else if (token === '}' || token === ']') {
			depth -= 1;
			// An empty map or list stays on its line.
			out = /[{[]\s*$/.test(out) ? out.trimEnd() : out + line(depth);
			out += token;
		} else if (token === ',') out += token + line(depth);
		else if (token === ':') out += ': ';
		else out += token;
	}
	return out;
}

const line = (depth: number): string => `\n${'  '.repeat(depth)}`;
