import * as v from 'valibot';

/** RFC 5321's longest address. */
const LONGEST_EMAIL = 254;
/** NIST SP 800-63B asks for length, not for kinds of characters. */
const SHORTEST_PASSWORD = 12;
/** argon2 takes any length; this only keeps a request from being a burden. */
const LONGEST_PASSWORD = 256;

export const Email = v.pipe(
	v.string('Type an e-mail address.'),
	v.trim(),
	v.toLowerCase(),
	v.email('This is not an e-mail address.'),
	v.maxLength(LONGEST_EMAIL, `At most ${String(LONGEST_EMAIL)} characters.`)
);

export const NewPassword = v.pipe(
	v.string('Type a password.'),
	v.minLength(SHORTEST_PASSWORD, `At least ${String(SHORTEST_PASSWORD)} characters; a few words are a good password.`),
	v.maxLength(LONGEST_PASSWORD, `At most ${String(LONGEST_PASSWORD)} characters.`)
);

export const PersonName = v.pipe(
	v.string('Type a name.'),
	v.trim(),
	v.minLength(1, 'Type a name.'),
	v.maxLength(100, 'At most 100 characters.')
);

/** What the first administrator gives. */
export const FirstAccount = v.object({ name: PersonName, email: Email, password: NewPassword });
export type FirstAccount = v.InferOutput<typeof FirstAccount>;

/** What signing in takes: as loose as can be, since whatever is wrong gets the same answer. */
export const Credentials = v.object({
	email: v.pipe(v.string(), v.trim(), v.toLowerCase(), v.maxLength(LONGEST_EMAIL)),
	password: v.pipe(v.string(), v.maxLength(LONGEST_PASSWORD))
});
export type Credentials = v.InferOutput<typeof Credentials>;
