import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { resolve } from '$app/paths';
import { acting } from '#lib/server/actor.ts';
import * as scripts from '#lib/server/scripts/index.ts';
import { form } from '../../../../forms.ts';
import type { Actions, PageServerLoad } from './$types';

const VersionNumber = v.pipe(
	v.string(),
	v.regex(/^[1-9]\d{0,8}$/, 'A version is a whole number.'),
	v.transform(Number)
);
const Comparison = v.object({
	from: v.union([VersionNumber, v.literal('draft')]),
	to: v.union([VersionNumber, v.literal('draft')])
});

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const actor = await acting(locals.instance, locals.user, params.project);
	const sides = v.safeParse(Comparison, Object.fromEntries(url.searchParams));
	return {
		versions: await scripts.history(actor, params.script),
		compare: sides.success ? await scripts.compare(actor, params.script, sides.output.from, sides.output.to) : undefined
	};
};

const Rollback = v.object({ number: VersionNumber });

export const actions: Actions = {
	rollback: form(Rollback, async ({ locals, params }: Parameters<Actions['rollback']>[0], { number }) => {
		const actor = await acting(locals.instance, locals.user, params.project);
		await scripts.rollback(actor, params.script, number);
		redirect(303, resolve('/[project]/scripts/[script]/versions', params));
	})
};
