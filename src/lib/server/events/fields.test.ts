import { expect, test } from 'vitest';
import { fieldsJson, hasTooManyFields } from './fields.ts';

test.each([
	['a=1&b=2', '{"a":"1","b":"2"}'],
	['a=1&a=2', '{"a":["1","2"]}'],
	['a=one+two%20three', '{"a":"one two three"}'],
	['a', '{"a":""}'],
	['__proto__=x', '{"__proto__":"x"}'],
	['a=%E4%BD%A0&b=%zz', '{"a":"你","b":"%zz"}'],
	['', '{}']
])('%s is %s', (encoded, json) => {
	expect(fieldsJson(encoded)).toBe(json);
});

test('a form of more than 10,000 fields is too many', () => {
	expect(hasTooManyFields('a&'.repeat(9_999))).toBe(false);
	expect(hasTooManyFields('a&'.repeat(10_000))).toBe(true);
});
