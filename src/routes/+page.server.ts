import { redirect } from '@sveltejs/kit';
import { resolve } from '$app/paths';
import * as projects from '#lib/server/projects/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	if (!locals.user) redirect(303, resolve('/login'));
	const mine = await projects.list(locals.instance.db, locals.user.id);
	const [only, ...others] = mine;
	if (only && others.length === 0) redirect(307, resolve('/[project]', { project: only.name }));
	return { projects: mine };
};
