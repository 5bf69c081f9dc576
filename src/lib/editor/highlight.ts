import { KEYWORDS } from './language.ts';

export type TokenKind = 'keyword' | 'function' | 'string' | 'number' | 'comment' | 'plain';
export interface Token {
	kind: TokenKind;
	text: string;
}

const KEYWORD = new Set(KEYWORDS);

/** Alternatives in the order that decides: comments and strings first, since anything may stand inside them. */
const TOKEN =
	/(?<comment>\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<string>"(?:\\[\s\S]|[^"\\])*"?|`(?:\\[\s\S]|[^`\\])*`?|'(?:\\.[^']*|[^'\\\n])')|(?<number>\b(?:0[xob][0-9a-fA-F_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?)\b)|(?<word>[A-Za-z_]\w*)/g;

/**
 * Colours source for pages that show code without an editor, on the server too. A sketch of the grammar: nested block
 * comments and code inside templates are coloured as their surroundings.
 * @returns one list of tokens per line
 */
export function highlight(source: string): Token[][] {
	const lines: Token[][] = [[]];
	const put = (kind: TokenKind, text: string): void => {
		for (const [index, part] of text.split('\n').entries()) {
			if (index > 0) lines.push([]);
			const line = lines.at(-1);
			const last = line?.at(-1);
			if (part === '' || !line) continue;
			if (last?.kind === kind) last.text += part;
			else line.push({ kind, text: part });
		}
	};
	let end = 0;
	for (const match of source.matchAll(TOKEN)) {
		put('plain', source.slice(end, match.index));
		end = match.index + match[0].length;
		const groups = match.groups ?? {};
		if (groups['comment'] !== undefined) put('comment', match[0]);
		else if (groups['string'] !== undefined) put('string', match[0]);
		else if (groups['number'] !== undefined) put('number', match[0]);
		else put(kindOfWord(match[0], source, end), match[0]);
	}
	put('plain', source.slice(end));
	return lines;
}

function kindOfWord(word: string, source: string, end: number): TokenKind {
	if (KEYWORD.has(word)) return 'keyword';
	if (word === 'true' || word === 'false') return 'number';
	return source[end] === '(' || source.startsWith('::', end) ? 'function' : 'plain';
}

/** The class of each kind; the colours are the editor's. */
export const TOKEN_CLASS: Record<TokenKind, string> = {
	keyword: 'text-code-keyword',
	function: 'text-code-function',
	string: 'text-code-string',
	number: 'text-code-number',
	comment: 'text-code-comment',
	plain: ''
};
