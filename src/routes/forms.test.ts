import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { conflict, Refusal } from '#lib/domain/refusal.ts';
import { form } from './forms.ts';

const Account = v.object({
	name: v.pipe(v.string(), v.minLength(2, 'Too short.')),
	password: v.pipe(v.string(), v.minLength(8, 'Too weak.'))
});
type Run = () => Promise<{ done: boolean }>;

const submit = (fields: Record<string, string>, run: Run, query = '') => {
	const url = new URL(`http://localhost/form${query}`);
	const request = new Request(url, { method: 'POST', body: new URLSearchParams(fields) });
	return form(Account, run)({ url, request });
};
const done: Run = () => Promise.resolve({ done: true });
const thrown =
	(reason: unknown): Run =>
	() => {
		throw reason;
	};

describe('a form', () => {
	it('that is right runs its verb and answers what that does', async () => {
		expect(await submit({ name: 'Ada', password: 'long enough' }, done)).toEqual({ done: true });
	});

	it('that is wrong says what is wrong with each field, and keeps what was typed but for passwords', async () => {
		const failure = await submit({ name: 'A', password: 'weak' }, done, '?/rename');
		expect(failure).toMatchObject({
			status: 422,
			data: {
				form: 'rename',
				message: 'Too short.',
				field: 'name',
				issues: { name: 'Too short.', password: 'Too weak.' },
				values: { name: 'A' }
			}
		});
		expect(JSON.stringify(failure)).not.toContain('"weak"');
	});

	it('whose verb is refused keeps what was typed, and says why beside the field', async () => {
		const run = thrown(conflict('name_taken', 'Taken.', 'name'));
		expect(await submit({ name: 'Ada', password: 'long enough' }, run)).toMatchObject({
			status: 409,
			data: { form: 'default', message: 'Taken.', field: 'name', issues: { name: 'Taken.' }, values: { name: 'Ada' } }
		});
	});

	it.each([
		['an ended session', new Refusal(401, 'signed_out', 'Signed out.')],
		['a fault', new Error('broken')]
	])('leaves %s to the page for errors', async (_what, reason) => {
		await expect(submit({ name: 'Ada', password: 'long enough' }, thrown(reason))).rejects.toBe(reason);
	});

	it('whose verb leads elsewhere goes there', async () => {
		const away: Run = () => Promise.resolve(redirect(303, '/elsewhere'));
		await expect(submit({ name: 'Ada', password: 'long enough' }, away)).rejects.toMatchObject({
			status: 303,
			location: '/elsewhere'
		});
	});
});
