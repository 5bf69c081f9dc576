import { expect, test } from 'vitest';
import { shownHost } from './host.ts';

test.each([
	['127.0.0.1', 'localhost'],
	['::', 'localhost'],
	['192.168.1.7', '192.168.1.7'],
	['fd00::7', '[fd00::7]'],
	['box.lan', 'box.lan']
])('a listener on %s is shown as %s', (bound, shown) => {
	expect(shownHost(bound)).toBe(shown);
});
