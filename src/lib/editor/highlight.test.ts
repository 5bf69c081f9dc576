import { expect, it } from 'vitest';
import { highlight } from './highlight.ts';

const kinds = (source: string) => highlight(source).map((line) => line.map(({ kind, text }) => `${kind}:${text}`));

it('nothing of the source is lost, whatever it is', () => {
	for (const source of ['', '\n\n', 'let a = "never closed', '/* open', "'", '`${a + `b`}`', 'fn x() { 1..=2 }\n'])
		expect(
			highlight(source)
				.map((line) => line.map(({ text }) => text).join(''))
				.join('\n')
		).toBe(source);
});

it('words are told apart by what they are', () => {
	expect(kinds('let n = kv::get(1);')).toEqual([
		['keyword:let', 'plain: n = ', 'function:kv', 'plain:::', 'function:get', 'plain:(', 'number:1', 'plain:);']
	]);
});

it('a keyword inside a string or a comment is not one', () => {
	expect(kinds('"let" // if')).toEqual([['string:"let"', 'plain: ', 'comment:// if']]);
});

it('a template keeps its kind over lines', () => {
	expect(kinds('`a\nb`')).toEqual([['string:`a'], ['string:b`']]);
});
