import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { Credentials } from '#lib/domain/account.ts';
import { Refusal } from '#lib/domain/refusal.ts';
import { signIn } from '#lib/server/accounts/sign-in.ts';
import { nextPath } from './next-path.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	const next = nextPath(url.searchParams.get('next'));
	if (locals.user) redirect(303, next);
	return { next };
};

export const actions: Actions = {
	default: async ({ locals, request, cookies, getClientAddress }) => {
		const form = await request.formData();
		const typed = Object.fromEntries(form);
		const email = typeof typed.email === 'string' ? typed.email : '';
		const credentials = v.safeParse(Credentials, typed);
		if (!credentials.success) return fail(400, { message: 'Type your e-mail address and password.', email });
		try {
			const from = { address: getClientAddress(), session: locals.session };
			const session = await signIn(locals.instance, credentials.output, from);
			const cookie = locals.instance.sessions.cookie(session, locals.secure);
			cookies.set(cookie.name, cookie.value, cookie.attributes);
		} catch (error) {
			// Kept on the form, so that the address need not be typed again.
			if (error instanceof Refusal) return fail(error.status, { message: error.message, email });
			throw error;
		}
		redirect(303, nextPath(form.get('next')));
	}
};
