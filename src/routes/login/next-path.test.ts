import { describe, expect, it } from 'vitest';
import { nextPath } from './next-path.ts';

describe('where to go after signing in', () => {
	it.each([
		['/acme/scripts', '/acme/scripts'],
		['/acme/executions?status=failed&script=a', '/acme/executions?status=failed&script=a'],
		['/', '/'],
		[null, '/'],
		['', '/'],
		['acme', '/'],
		['https://evil.example/', '/'],
		['//evil.example/', '/'],
		['/\\evil.example/', '/'],
		['\\\\evil.example', '/'],
		['/\t/evil.example', '/'],
		['/\n//evil.example', '/'],
		['/..//evil.example', '/'],
		['/.//evil.example', '/'],
		['javascript:alert(1)', '/'],
		['/a/../..//evil.example', '/']
	])('%j leads to %s', (wanted, path) => {
		expect(nextPath(wanted)).toBe(path);
	});
});
