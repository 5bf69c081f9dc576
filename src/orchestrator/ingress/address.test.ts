import { expect, test } from 'vitest';
import { addresses } from './address.ts';

const locate = addresses('fn.example.com');

test.each([
	['localhost:3001', '/demo/hello', { mode: 'path', project: 'demo', path: '/hello', query: '' }],
	['127.0.0.1:3001', '/demo/a/b?x=1&y', { mode: 'path', project: 'demo', path: '/a/b', query: 'x=1&y' }],
	['[::1]:3001', '/demo', { mode: 'path', project: 'demo', path: '/', query: '' }],
	['fn.example.com', '/demo/', { mode: 'path', project: 'demo', path: '/', query: '' }],
	['demo.localhost:3001', '/hello?x', { mode: 'host', project: 'demo', path: '/hello', query: 'x' }],
	['Demo.FN.example.com.', '/', { mode: 'host', project: 'demo', path: '/', query: '' }],
	['a.b.localhost', '/x', { mode: 'host', project: 'a.b', path: '/x', query: '' }],
	['evilfn.example.com', '/demo/x', { mode: 'path', project: 'demo', path: '/x', query: '' }],
	[undefined, '/demo/x', { mode: 'path', project: 'demo', path: '/x', query: '' }],
	['ignored', 'http://demo.localhost:3001/hello?q=1', { mode: 'host', project: 'demo', path: '/hello', query: 'q=1' }]
])('%s %s is understood', (host, target, address) => {
	expect(locate(host, target)).toEqual(address);
});

test('a target that is no path and no address is none', () => {
	expect(locate('localhost', '*')).toBeUndefined();
});
