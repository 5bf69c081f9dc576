import { expect, it } from 'vitest';
import { sentence } from './sentence.ts';

const base = { version: 3, method: 'GET', path: '/hello', httpStatus: 200, durationMs: 3.14, error: null } as const;

it.each([
	[{ ...base, status: 'succeeded' }, 'hello answered 200 in 3.14 ms on GET /hello'],
	[{ ...base, status: 'succeeded', version: null }, 'The draft of hello answered 200 in 3.14 ms on GET /hello'],
	[{ ...base, status: 'refused' }, 'hello was not run on GET /hello'],
	[
		{ ...base, status: 'failed', error: { message: 'Division by zero', line: 13 } },
		'hello failed at line 13 after 3.14 ms on GET /hello'
	]
] as const)('says what happened: %j', (execution, words) => {
	expect(sentence(execution, 'hello').replaceAll('\u00a0', ' ')).toBe(words);
});
