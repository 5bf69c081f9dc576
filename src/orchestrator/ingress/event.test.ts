import { expect, test } from 'vitest';
import { BadBody } from '#lib/server/events/body.ts';
import { eventJson, type EventParts } from './event.ts';

const parts: EventParts = {
	method: 'POST',
	path: '/users/7',
	query: '',
	parameterNames: [],
	parameters: [],
	headers: { host: 'localhost' },
	body: undefined
};
const make = (more: Partial<EventParts>): Record<string, unknown> =>
	JSON.parse(eventJson({ ...parts, ...more })) as Record<string, unknown>;

test('an event has the shape that the docs promise', () => {
	expect(make({ parameterNames: ['id'], parameters: ['7'], query: 'a=1&a=2&b=x%20y' })).toEqual({
		kind: 'http',
		id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/) as string,
		occurred_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
		depth: 0,
		method: 'POST',
		path: '/users/7',
		params: { id: '7' },
		query: { a: ['1', '2'], b: 'x y' },
		headers: { host: 'localhost' },
		body: null,
		raw_body: ''
	});
});

test('a JSON body enters exactly as it was sent', () => {
	const sent = '{ "a": 2.0, "b": 9007199254740993 }';
	const event = eventJson({ ...parts, headers: { 'content-type': 'application/json' }, body: Buffer.from(sent) });
	expect(event).toContain(`"body":${sent},`);
	expect((JSON.parse(event) as { raw_body: string }).raw_body).toBe(sent);
});

test.each([
	['application/problem+json; charset=utf-8', '{"a":1}', { a: 1 }],
	['application/x-www-form-urlencoded', 'a=1&a=2&b=%C3%A9', { a: ['1', '2'], b: 'é' }],
	['text/plain', 'hello', 'hello'],
	['application/jsonlines', '{"a":1}', '{"a":1}']
])('a body of type %s is read', (type, sent, body) => {
	expect(make({ headers: { 'content-type': type }, body: Buffer.from(sent) }).body).toEqual(body);
});

test('a body that is no text is a blob', () => {
	const event = make({ headers: {}, body: Buffer.from([0xff, 0x00]) });
	expect(event.raw_body).toEqual({ $blob: '/wA=' });
	expect(event.body).toEqual({ $blob: '/wA=' });
});

test.each(['{"a":', '\u00ef\u00bb\u00bf{}', ''.padEnd(5, '{'), '1 2', '{"a":1}}'])('%j is refused as JSON', (sent) => {
	const headers = { 'content-type': 'application/json' };
	expect(() => make({ headers, body: Buffer.from(sent, 'latin1') })).toThrow(BadBody);
});

test('the dashboard’s session and PiCloud’s tokens never enter an event', () => {
	const headers = { cookie: 'picloud_session=s; a=1', authorization: 'Bearer picloud_x', 'x-a': '1' };
	expect(make({ headers }).headers).toEqual({ cookie: 'a=1', 'x-a': '1' });
	expect(make({ headers: { cookie: '__Host-picloud_session=s' } }).headers).toEqual({});
});
