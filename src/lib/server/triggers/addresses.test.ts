import { describe, expect, it } from 'vitest';
import { read } from '#settings.ts';
import { addresses, origins } from './addresses.ts';

describe('the addresses of an endpoint', () => {
	it.each([
		[{}, '/hello', 'http://localhost:3001/acme/hello', 'http://acme.localhost:3001/hello'],
		[{}, '/', 'http://localhost:3001/acme', 'http://acme.localhost:3001/'],
		[
			{ PICLOUD_ENDPOINT_PORT: '4001', PICLOUD_HOST: '0.0.0.0' },
			'/users/:id',
			'http://localhost:4001/acme/users/:id',
			'http://acme.localhost:4001/users/:id'
		],
		[{ PICLOUD_HOST: '192.0.2.1' }, '/hello', 'http://192.0.2.1:3001/acme/hello', 'http://acme.localhost:3001/hello'],
		[
			{ PICLOUD_URL: 'https://picloud.example.com', PICLOUD_ENDPOINT_DOMAIN: 'fn.example.com' },
			'/hello',
			'https://fn.example.com/acme/hello',
			'https://acme.fn.example.com/hello'
		],
		[
			{ PICLOUD_ENDPOINT_DOMAIN: 'fn.example.com' },
			'/hello',
			'http://localhost:3001/acme/hello',
			'http://acme.fn.example.com:3001/hello'
		]
	])('with %o for %s', (environment, pattern, path, host) => {
		expect(addresses(origins(read(environment)), 'acme', pattern)).toEqual({ path, host });
	});
});
