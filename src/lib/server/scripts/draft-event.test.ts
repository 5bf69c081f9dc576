import { describe, expect, it } from 'vitest';
import { draftEvent, type DraftRequest } from './draft-event.ts';

const request = (more: Partial<DraftRequest> = {}): DraftRequest => ({
	method: 'GET',
	path: '/users/7',
	headers: {},
	query: {},
	body: '',
	...more
});
const event = (more: Partial<DraftRequest>, pattern = '/users/:id') =>
	JSON.parse(draftEvent(request(more), pattern)) as Record<string, unknown>;

describe('the event of a draft run', () => {
	it('is that of a request to the endpoint', () => {
		expect(event({ query: { q: '1' }, headers: { 'X-Test': 'yes' } })).toEqual({
			kind: 'http',
			id: expect.any(String) as string,
			occurred_at: expect.any(String) as string,
			depth: 0,
			method: 'GET',
			path: '/users/7',
			params: { id: '7' },
			query: { q: '1' },
			headers: { 'x-test': 'yes' },
			body: null,
			raw_body: ''
		});
	});

	it('has no parameters when the path is another', () => {
		expect(event({ path: '/elsewhere' })).toMatchObject({ params: {} });
	});

	it('takes JSON over as it was written, numbers included', () => {
		const body = '{"whole": 2.0, "large": 9007199254740993}';
		const text = draftEvent(request({ body, headers: { 'Content-Type': 'application/json; charset=utf-8' } }), '/');
		expect(text).toContain(`"body":${body}`);
	});

	it('refuses a body that says it is JSON and is not', () => {
		const headers = { 'content-type': 'application/problem+json' };
		expect(() => draftEvent(request({ body: '{', headers }), '/')).toThrow(/it is not/);
	});

	it('makes a map of a form, with lists where a name comes again', () => {
		const headers = { 'content-type': 'application/x-www-form-urlencoded' };
		expect(event({ body: 'a=1&b=2&a=3', headers })).toMatchObject({ body: { a: ['1', '3'], b: '2' } });
	});

	it('leaves any other body as it is', () => {
		expect(event({ body: '{"a":1}' })).toMatchObject({ body: '{"a":1}', raw_body: '{"a":1}' });
	});
});
