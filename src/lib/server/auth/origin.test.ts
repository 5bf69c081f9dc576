import { describe, expect, it } from 'vitest';
import { isSameOrigin, originOf } from './origin.ts';

describe('our origin', () => {
	it('is where the request was sent', () => {
		expect(originOf({ PICLOUD_URL: undefined }, new URL('http://localhost:3000/a?b'))).toBe('http://localhost:3000');
	});

	it('is PICLOUD_URL behind a proxy, whatever arrives here', () => {
		const settings = { PICLOUD_URL: 'https://picloud.example.com/' };
		expect(originOf(settings, new URL('http://10.0.0.1:3000/a'))).toBe('https://picloud.example.com');
	});
});

describe('a request', () => {
	const ours = 'https://picloud.example.com';
	it.each([
		['GET', undefined, true],
		['GET', 'https://evil.example', true],
		['HEAD', undefined, true],
		['POST', ours, true],
		['PUT', ours, true],
		['POST', undefined, false],
		['POST', 'null', false],
		['POST', 'https://evil.example', false],
		['POST', 'http://picloud.example.com', false],
		['POST', 'https://picloud.example.com:3001', false],
		['POST', 'https://fn.picloud.example.com', false],
		['PUT', undefined, false],
		['DELETE', 'https://evil.example', false],
		['QUERY', undefined, false]
	])('of method %s with Origin %s may change something: %s', (method, origin, allowed) => {
		const headers = new Headers(origin === undefined ? {} : { origin });
		expect(isSameOrigin({ method, headers }, ours)).toBe(allowed);
	});
});
