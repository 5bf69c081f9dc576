import { describe, expect, test } from 'vitest';
import { failure, run } from './engine.ts';

const text = ['content-type', 'text/plain; charset=utf-8'];
const json = ['content-type', 'application/json'];

describe("a script's last value is its answer", () => {
	test.each([
		['a string is text', '"héllo"', { status: 200, headers: [text], body: 'héllo' }],
		['a map is JSON', '#{a: 1.0}', { status: 200, headers: [json], body: '{"a":1.0}' }],
		['an array is JSON', '[1, "a"]', { status: 200, headers: [json], body: '[1,"a"]' }],
		['a number is JSON', '42', { status: 200, headers: [json], body: '42' }],
		['a boolean is JSON', 'true', { status: 200, headers: [json], body: 'true' }],
		['unit is no content', '()', { status: 204, headers: [], body: '' }],
		['a script without a value is no content', 'let x = 1;', { status: 204, headers: [], body: '' }],
		[
			'a blob is bytes',
			'blob(2, 65)',
			{ status: 200, headers: [['content-type', 'application/octet-stream']], body: 'QUE=', encoding: 'base64' }
		],
		['respond sets the status', 'respond(404, "gone")', { status: 404, headers: [text], body: 'gone' }],
		['respond answers JSON', 'respond(201, #{id: 7})', { status: 201, headers: [json], body: '{"id":7}' }],
		[
			'respond sets headers, in lower case, and several of one name',
			'respond(200, "x", #{"X-A": "b", "Set-Cookie": ["a=1", "b=2"]})',
			{ status: 200, headers: [['set-cookie', 'a=1'], ['set-cookie', 'b=2'], ['x-a', 'b'], text], body: 'x' }
		],
		[
			'a content type given replaces the implied one',
			'respond(200, "<a/>", #{"Content-Type": "text/xml"})',
			{ status: 200, headers: [['content-type', 'text/xml']], body: '<a/>' }
		],
		['respond without a body', 'respond(202, ())', { status: 202, headers: [], body: '' }],
		['204 has no body', 'respond(204, "x")', { status: 204, headers: [], body: '' }],
		[
			'html is a page',
			'html("<h1>Hi</h1>")',
			{ status: 200, headers: [['content-type', 'text/html; charset=utf-8']], body: '<h1>Hi</h1>' }
		],
		['redirect is 303', 'redirect("/next")', { status: 303, headers: [['location', '/next']], body: '' }],
		[
			'return from the middle',
			'if true { return respond(418, "tea") } 1',
			{ status: 418, headers: [text], body: 'tea' }
		]
	])('%s', async (_about, script, response) => {
		expect(await run(script)).toMatchObject({ ok: true, response });
	});

	test.each([
		['a status that is none', 'respond(99, "x")', 'response.invalid_status'],
		['an informational status', 'respond(101, "x")', 'response.invalid_status'],
		['a header name with a space', 'respond(200, "", #{"a b": "c"})', 'response.invalid_header'],
		['a header value with a line break', 'respond(200, "", #{a: "b\\r\\nset-cookie: c"})', 'response.invalid_header'],
		['a redirect with a line break', 'redirect("/\\nx")', 'response.invalid_header']
	])('%s is refused where it was written', async (_about, script, code) => {
		expect(await failure(`1;\n${script}`)).toMatchObject({ kind: 'thrown', code, line: 2 });
	});

	test('the value of an answer is its parts', async () => {
		expect(await run('respond(201, #{a: 1})')).toMatchObject({ value: '{"status":201,"body":{"a":1}}' });
	});
});
