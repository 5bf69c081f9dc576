import { redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import { FirstAccount } from '#lib/domain/account.ts';
import * as setup from '#lib/server/accounts/setup.ts';
import { form } from '../../forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	await setup.check(locals.instance.db, params.token);
	return {};
};

export const actions: Actions = {
	default: form(FirstAccount, async ({ locals, params, cookies }: Parameters<Actions['default']>[0], account) => {
		const { db, sessions } = locals.instance;
		const { userId, project } = await setup.complete(db, params.token, account);
		const cookie = sessions.cookie(await sessions.start(userId), locals.secure);
		cookies.set(cookie.name, cookie.value, cookie.attributes);
		redirect(303, resolve('/[project]', { project }));
	})
};
