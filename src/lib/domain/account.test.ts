import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { Credentials, Email, FirstAccount, NewPassword } from './account.ts';

describe('an account', () => {
	it('has its address in lower case without spaces around it', () => {
		expect(v.parse(Email, ' Ada@Example.COM ')).toBe('ada@example.com');
	});

	it.each(['', 'ada', 'ada@', '@example.com', 'a b@example.com', `${'a'.repeat(250)}@x.de`])(
		'has no address like %j',
		(email) => {
			expect(v.is(Email, email)).toBe(false);
		}
	);

	it.each([
		['short', false],
		['elevenchars', false],
		['twelve chars', true],
		['  spaces count  ', true],
		['x'.repeat(256), true],
		['x'.repeat(257), false]
	])('has the password %j: %s', (password, good) => {
		expect(v.is(NewPassword, password)).toBe(good);
	});

	it('keeps the password as it was typed', () => {
		const typed = { name: ' Ada ', email: 'ada@example.com', password: ' with spaces around ' };
		expect(v.parse(FirstAccount, typed)).toEqual({ ...typed, name: 'Ada' });
	});

	it('may sign in with a password that no new account could have', () => {
		expect(v.is(Credentials, { email: 'ada@example.com', password: 'old' })).toBe(true);
	});
});
