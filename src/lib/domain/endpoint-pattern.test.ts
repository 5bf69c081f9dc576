import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { match, parse, PatternText, shape } from './endpoint-pattern.ts';

describe('a path pattern', () => {
	it.each([
		['/', []],
		['/hello', [{ kind: 'text', text: 'hello' }]],
		[
			'/users/:id',
			[
				{ kind: 'text', text: 'users' },
				{ kind: 'parameter', name: 'id' }
			]
		],
		[
			'/files/*rest',
			[
				{ kind: 'text', text: 'files' },
				{ kind: 'rest', name: 'rest' }
			]
		],
		['/*all', [{ kind: 'rest', name: 'all' }]],
		[
			'/:a/:b_2',
			[
				{ kind: 'parameter', name: 'a' },
				{ kind: 'parameter', name: 'b_2' }
			]
		],
		['/v1.0~x-y_z', [{ kind: 'text', text: 'v1.0~x-y_z' }]],
		['/...', [{ kind: 'text', text: '...' }]]
	])('%s is taken apart', (text, segments) => {
		expect(parse(text)).toEqual({ ok: true, pattern: { text, segments } });
	});

	it.each([
		['', 'starts with /'],
		['hello', 'starts with /'],
		['/hello/', 'no / at its end'],
		['//', 'no empty segment'],
		['/a//b', 'no empty segment'],
		['/:', 'comes a name'],
		['/:1st', 'comes a name'],
		['/:a-b', 'comes a name'],
		['/*', 'comes a name'],
		['/*rest/more', 'must be last'],
		['/:a/:a', 'used twice'],
		['/:a/*a', 'used twice'],
		['/a/../b', 'resolved away'],
		['/.', 'resolved away'],
		['/a b', 'use letters'],
		['/a?b', 'use letters'],
		['/a#b', 'use letters'],
		['/%41', 'use letters'],
		['/ä', 'use letters'],
		['/x:y', 'use letters'],
		['/a*', 'use letters'],
		['/(a|b)+', 'use letters'],
		['/a\\b', 'use letters'],
		['/a\nb', 'use letters'],
		[`/${'a'.repeat(512)}`, 'at most 512']
	])('%j is refused, saying that it %s', (text, why) => {
		const parsed = parse(text);
		expect(parsed).toMatchObject({ ok: false });
		expect(!parsed.ok && parsed.message).toContain(why);
	});

	it.each([
		['/users/:id', '/users/:name', true],
		['/files/*a', '/files/*b', true],
		['/users/:id', '/users/id', false],
		['/users/:id', '/users/*id', false],
		['/users/:id', '/users/:id/x', false],
		['/a', '/A', false],
		['/', '/', true]
	])('%s has the shape of %s: %s', (one, other, same) => {
		const shapes = [one, other].map((text) => {
			const parsed = parse(text);
			return parsed.ok ? shape(parsed.pattern) : parsed.message;
		});
		expect(shapes[0] === shapes[1]).toBe(same);
	});

	it.each([
		['/', '/', {}],
		['/hello', '/hello', {}],
		['/users/:id', '/users/7', { id: '7' }],
		['/users/:id', '/users/a%20b%2Fc', { id: 'a b/c' }],
		['/files/*rest', '/files/a/b/c', { rest: 'a/b/c' }],
		['/:a/:b', '/x/y', { a: 'x', b: 'y' }],
		['/hello', '/', undefined],
		['/', '/hello', undefined],
		['/hello', '/hello/', undefined],
		['/users/:id', '/users', undefined],
		['/users/:id', '/users/7/x', undefined],
		['/files/*rest', '/files', undefined],
		['/users/:id', '/users/%E0%A4%A', undefined],
		['hello', '/hello', undefined]
	])('%s matches %s: %o', (text, path, parameters) => {
		expect(match(text, path)).toEqual(parameters);
	});

	it('survives being written and read again, whatever it is made of', () => {
		const parts = ['a', 'A.b', '~x', ':id', ':_', '9', "it's", '@me'];
		for (let seed = 0; seed < 500; seed += 1) {
			const chosen = parts.filter((_, index) => (seed >> index) % 2 === 1);
			const text = `/${[...chosen, ...(seed % 3 === 0 ? ['*rest'] : [])].join('/')}`;
			const parsed = parse(text);
			expect(parsed).toMatchObject({ ok: true, pattern: { text } });
			if (!parsed.ok) continue;
			const written = parsed.pattern.segments.map((segment) =>
				segment.kind === 'text' ? segment.text : `${segment.kind === 'rest' ? '*' : ':'}${segment.name}`
			);
			expect(`/${written.join('/')}`).toBe(text);
		}
	});

	it('is trimmed and checked in forms, with the same message', () => {
		expect(v.parse(PatternText, ' /hello ')).toBe('/hello');
		const refused = v.safeParse(PatternText, 'hello');
		expect(refused.issues?.[0].message).toContain('starts with /');
	});
});
