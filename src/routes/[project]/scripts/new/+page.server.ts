import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { resolve } from '$app/paths';
import { ScriptName } from '#lib/domain/names.ts';
import { acting } from '#lib/server/actor.ts';
import * as scripts from '#lib/server/scripts/index.ts';
import { form } from '../../../forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const actor = await acting(locals.instance, locals.user, params.project);
	return { suggestedName: await scripts.suggestName(actor) };
};

const NewScript = v.object({ name: ScriptName });

export const actions: Actions = {
	default: form(NewScript, async ({ locals, params }: Parameters<Actions['default']>[0], { name }) => {
		const actor = await acting(locals.instance, locals.user, params.project);
		const script = await scripts.create(actor, name);
		redirect(303, resolve('/[project]/scripts/[script]', { ...params, script: script.name }));
	})
};
