import { expect, test } from 'vitest';
import type { Method } from '#lib/domain/trigger.ts';
import type { Endpoint } from '#lib/server/triggers/endpoints.ts';
import { projectRouter } from './project-router.ts';
import { prepare } from './route.ts';

const endpoint = (scriptName: string, path: string, methods: Method[] = ['GET']): Endpoint => ({
	triggerId: `trigger of ${scriptName}`,
	settings: { methods, path },
	projectId: 'project',
	projectName: 'demo',
	scriptId: scriptName,
	scriptName,
	limits: {},
	version: 1,
	sourceHash: 'hash',
	source: '1'
});

const { routes } = prepare([
	endpoint('root', '/'),
	endpoint('user', '/users/:id'),
	endpoint('me', '/users/me', ['GET', 'POST']),
	endpoint('files', '/files/*rest'),
	endpoint('late', '/users/:other', ['GET', 'DELETE']),
	endpoint('odd', '/a(b)+c.d'),
	endpoint('proto', '/proto/:__proto__/:constructor')
]);
const router = projectRouter(routes);

test.each([
	['GET', '/', 'root', []],
	['GET', '/users/me', 'me', []],
	['GET', '/users/7', 'user', ['7']],
	['DELETE', '/users/7', 'late', ['7']],
	['HEAD', '/users/7', 'user', ['7']],
	['GET', '/users/a%20b%2Fc', 'user', ['a b/c']],
	['GET', `/users/${'x'.repeat(5_000)}`, 'user', ['x'.repeat(5_000)]],
	['GET', '/files/a/b.txt', 'files', ['a/b.txt']],
	['GET', '/a(b)+c.d', 'odd', []],
	['GET', '/proto/x/y', 'proto', ['x', 'y']]
])('%s %.20s goes to %s', (method, path, script, parameters) => {
	const match = router.match(method, path);
	expect(match.kind === 'found' && [match.route.endpoint.scriptName, match.parameters]).toEqual([script, parameters]);
});

test.each(['/nothing', '/users', '/users/7/', '//', '/Users/7', '/users/%zz', '/abbc.d'])(
	'nothing is at %s',
	(path) => {
		expect(router.match('GET', path).kind).toBe('none');
	}
);

test('a known path with another method names those that it takes', () => {
	expect(router.match('PUT', '/users/me')).toEqual({
		kind: 'method',
		allow: ['GET', 'POST', 'DELETE', 'HEAD', 'OPTIONS']
	});
});

test('what did not change keeps its program, so its instances stay warm', () => {
	const before = prepare([endpoint('a', '/a'), endpoint('b', '/b')]);
	const after = prepare([endpoint('a', '/elsewhere'), { ...endpoint('b', '/b'), sourceHash: 'new' }], before);
	expect(after.routes[0]?.program).toBe(before.routes[0]?.program);
	expect(after.routes[1]?.program).not.toBe(before.routes[1]?.program);
});
