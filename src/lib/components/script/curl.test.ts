import { expect, it } from 'vitest';
import { curl, sample } from './curl.ts';

it.each([
	[['GET', 'POST'], 'http://localhost:3001/acme/hello', 'curl http://localhost:3001/acme/hello'],
	[['POST'], 'http://localhost:3001/acme/in', `curl -X POST --json '{"hello":"world"}' http://localhost:3001/acme/in`],
	[['DELETE'], 'https://acme.fn.example.com/x', 'curl -X DELETE https://acme.fn.example.com/x'],
	[['GET'], "http://localhost:3001/acme/it's", `curl 'http://localhost:3001/acme/it'\\''s'`]
])('%j at %s is called with %s', (methods, address, line) => {
	expect(curl(address, methods)).toBe(line);
});

it('parameters get something to stand for them, and ports are none', () => {
	expect(sample('http://localhost:3001/acme/users/:id/files/*rest')).toBe(
		'http://localhost:3001/acme/users/id/files/rest'
	);
});
