import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { resolve } from '$app/paths';
import { ScriptLimits } from '#lib/domain/limits.ts';
import { ScriptName } from '#lib/domain/names.ts';
import { HttpTriggerSettings } from '#lib/domain/trigger.ts';
import { acting } from '#lib/server/actor.ts';
import * as scripts from '#lib/server/scripts/index.ts';
import * as triggers from '#lib/server/triggers/index.ts';
import { form } from '../../../../forms.ts';
import type { Actions, PageServerLoad } from './$types';

type Event = Parameters<Actions['rename']>[0];

export const load: PageServerLoad = () => ({});

/** An empty field means no number of one's own. */
const numbers = (data: FormData, names: string[]) =>
	Object.fromEntries(
		names.map((name) => {
			const text = data.get(name);
			return [name, typeof text === 'string' && text.trim() !== '' ? Number(text) : undefined];
		})
	);

const endpoint = (data: FormData) => ({
	methods: data.getAll('methods'),
	path: data.get('path'),
	...numbers(data, ['requests_per_minute'])
});

const limits = (data: FormData) => numbers(data, Object.keys(ScriptLimits.entries));

export const actions: Actions = {
	rename: form(v.object({ name: ScriptName }), async ({ locals, params }: Event, { name }) => {
		const actor = await acting(locals.instance, locals.user, params.project);
		const script = await scripts.rename(actor, params.script, name);
		redirect(303, resolve('/[project]/scripts/[script]/settings', { ...params, script: script.name }));
	}),

	endpoint: form(
		HttpTriggerSettings,
		async ({ locals, params }: Event, settings) => {
			const actor = await acting(locals.instance, locals.user, params.project);
			await triggers.edit(actor, params.script, settings);
			return { form: 'endpoint', saved: true };
		},
		endpoint
	),

	limits: form(
		ScriptLimits,
		async ({ locals, params }: Event, own) => {
			const actor = await acting(locals.instance, locals.user, params.project);
			await scripts.setLimits(actor, params.script, own);
			return { form: 'limits', saved: true };
		},
		limits
	),

	delete: form(v.object({ confirm: v.string() }), async ({ locals, params }: Event, { confirm }) => {
		const actor = await acting(locals.instance, locals.user, params.project);
		await scripts.remove(actor, params.script, confirm);
		redirect(303, resolve('/[project]/scripts', params));
	})
};
