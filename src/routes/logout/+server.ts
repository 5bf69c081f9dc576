import { redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async ({ locals, cookies }) => {
	const { sessions } = locals.instance;
	if (locals.session) await sessions.end(locals.session);
	const cookie = sessions.blank(locals.secure);
	cookies.set(cookie.name, cookie.value, cookie.attributes);
	redirect(303, resolve('/login'));
};
