import { describe, expect, test } from 'vitest';
import { value } from './engine.ts';

describe('values cross the boundary exactly', () => {
	test.each([
		['a float with nothing after its point stays a float', '2.0'],
		['a negative zero stays one', '-0.0'],
		['an integer beyond 2^53 stays exact', '9007199254740993'],
		['the smallest and largest integers', '[-9223372036854775808,9223372036854775807]'],
		['a float of many digits', '0.1234567890123456'],
		['very large and very small floats', '[1e300,5e-324]'],
		['text with quotes, backslashes and control characters', '"\\"\\\\\\n\\t\\u0001\\u001f/"'],
		['text beyond the basic plane', '"😀 é 你"'],
		['nested maps and arrays', '{"a":{"b":[{},[],null,true,false]}}'],
		['a blob', '{"$blob":"AAEC/w=="}']
	])('%s', async (_about, json) => {
		expect(await value('event.v', { event: `{"v":${json}}` })).toBe(json);
	});

	test.each([
		['an integer too large for 64 bits becomes a float', '9223372036854775808', '9.223372036854776e18'],
		['an exponent makes a float', '1e2', '100.0'],
		['escapes of UTF-16 pairs become one character', '"\\ud83d\\ude00"', '"😀"'],
		['half of a UTF-16 pair becomes U+FFFD', '"\\ud83d"', '"\ufffd"'],
		['space between tokens is nothing', ' [ 1 ,\n 2 ] ', '[1,2]'],
		['the last of two equal keys counts', '{"a":1,"a":2}', '{"a":2}']
	])('%s', async (_about, json, expected) => {
		expect(await value('event.v', { event: `{"v":${json}}` })).toBe(expected);
	});

	test.each([
		['NaN and infinities', '[0.0 / 0.0, 1.0 / 0.0]', '[null,null]'],
		['functions', '[|x| x, Fn("f")]', '[null,null]'],
		['ranges', '[1..3, 1..=3]', '["1..3","1..=3"]']
	])('what JSON can not say is null or text: %s', async (_about, script, expected) => {
		expect(await value(script)).toBe(expected);
	});

	test('integers divide as integers and floats as floats after the way through', async () => {
		expect(await value('[event.i / 2, event.f / 2]', { event: '{"i":5,"f":5.0}' })).toBe('[2,2.5]');
	});

	test('a key of many bytes and an event of many kilobytes arrive whole', async () => {
		const text = 'ä😀'.repeat(40_000);
		expect(await value('event.v.len()', { event: JSON.stringify({ v: text }) })).toBe('80000');
	});
});
