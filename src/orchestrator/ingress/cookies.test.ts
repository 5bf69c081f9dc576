import { expect, test } from 'vitest';
import { hostOnly, isOwnToken, withoutSession } from './cookies.ts';

test.each([
	['a=1; b=2', 'a=1; b=2'],
	['picloud_session=secret', undefined],
	['a=1; picloud_session=secret; b=2', 'a=1; b=2'],
	['picloud_session=secret; a=1', 'a=1'],
	['a=1;picloud_session=secret', 'a=1'],
	['__Host-picloud_session=secret; a=1', 'a=1'],
	['PICLOUD_SESSION=secret; picloud_session=other; a=1', 'a=1'],
	['picloud_session = secret; a=1', 'a=1'],
	['my_picloud_session=mine', 'my_picloud_session=mine']
])('of the cookies "%s" a script sees %s', (cookie, seen) => {
	expect(withoutSession(cookie)).toBe(seen);
});

test.each([
	['a=1; Domain=example.com; Path=/', 'a=1; Path=/'],
	['a=1;domain=.example.com', 'a=1'],
	['a=1; DOMAIN = x; Secure; Domain=y', 'a=1; Secure'],
	['domain=1; Path=/', 'domain=1; Path=/'],
	['a=1; Domain', 'a=1']
])('"%s" is set as "%s"', (given, set) => {
	expect(hostOnly(given)).toBe(set);
});

test('a token of PiCloud is told from a token of the script', () => {
	expect(isOwnToken('Bearer picloud_abc')).toBe(true);
	expect(isOwnToken('bearer  picloud_abc')).toBe(true);
	expect(isOwnToken('Bearer abc')).toBe(false);
	expect(isOwnToken('Basic cGljbG91ZF8=')).toBe(false);
});
