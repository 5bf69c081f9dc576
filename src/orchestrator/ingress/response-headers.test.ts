import { expect, test } from 'vitest';
import { filterHeaders } from './response-headers.ts';

const filtered = (mode: 'path' | 'host', ...given: [string, string][]): string[] => {
	const result = filterHeaders(given, mode);
	if (!result.ok) throw new Error(result.message);
	return result.headers;
};

test.each([
	'Connection',
	'Transfer-Encoding',
	'Content-Length',
	'Upgrade',
	'X-PiCloud-Execution',
	'Service-Worker-Allowed',
	'Clear-Site-Data'
])('a script has no say in %s', (name) => {
	expect(filtered('host', [name, 'x'], ['x-own', '1'])).toEqual(['x-own', '1']);
});

test('cookies are kept in host mode, on the host itself, and dropped in path mode', () => {
	expect(filtered('host', ['Set-Cookie', 'a=1; Domain=example.com'])).toEqual(['set-cookie', 'a=1']);
	expect(filtered('path', ['Set-Cookie', 'a=1'])).toEqual([]);
});

test.each([
	['x-a', 'one\r\nx-b: two'],
	['x-a', 'one\nx-b: two'],
	['x-a', 'nul\u0000'],
	['x-a', '\u0142'],
	['x a', '1'],
	['x-a:', '1'],
	['', '1']
])('the header %j: %j is refused', (name, value) => {
	expect(filterHeaders([[name, value]], 'host').ok).toBe(false);
});

test('more headers than clients read are an error that says so', () => {
	const many = Array.from({ length: 2_000 }, (_, number): [string, string] => [`x-${String(number)}`, 'value']);
	expect(filterHeaders(many, 'host')).toMatchObject({
		ok: false,
		message: expect.stringContaining('larger than') as string
	});
});
