import { fail, isRedirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { Refusal } from '#lib/domain/refusal.ts';

/** Why a form was not accepted; the page shows it beside the form and keeps what was typed. */
export interface FormFailure {
	/** The action, for pages with several forms. */
	form: string;
	message: string;
	/** The first field at fault. */
	field: string | undefined;
	/** Every field at fault, each with what is wrong. */
	issues: Record<string, string>;
	/** What was typed, passwords left out. */
	values: Record<string, string>;
}

/**
 * A form action: parses the form, runs the verb, and turns a Refusal into a failure of the form, because an error page
 * would lose what was typed. Everything else goes its way through handleError.
 */
export function form<
	Event extends Pick<RequestEvent, 'request' | 'url'>,
	Schema extends v.GenericSchema,
	Answer extends object | undefined
>(
	schema: Schema,
	run: (event: Event, input: v.InferOutput<Schema>) => Promise<Answer>,
	read: (form: FormData) => unknown = (data) => Object.fromEntries(data)
) {
	return async (event: Event) => {
		const data = await event.request.formData();
		const failed = (status: number, message: string, field?: string, issues: Record<string, string> = {}) =>
			fail(status, { form: actionOf(event.url), message, field, issues, values: typed(data) } satisfies FormFailure);

		const parsed = v.safeParse(schema, read(data));
		if (!parsed.success) {
			const issues: Record<string, string> = {};
			for (const issue of parsed.issues) issues[(v.getDotPath(issue) ?? '').split('.')[0] ?? ''] ??= issue.message;
			return failed(422, parsed.issues[0].message, Object.keys(issues)[0], issues);
		}
		try {
			return await run(event, parsed.output);
		} catch (error) {
			if (isRedirect(error) || !(error instanceof Refusal) || error.status === 401) throw error;
			return failed(error.status, error.message, error.field, error.field ? { [error.field]: error.message } : {});
		}
	};
}

/** `rename` for a form that posts to `?/rename`. */
function actionOf(url: URL): string {
	const named = [...url.searchParams.keys()].find((key) => key.startsWith('/'));
	return named?.slice(1) ?? 'default';
}

function typed(data: FormData): Record<string, string> {
	const values: Record<string, string> = {};
	for (const [name, value] of data) if (typeof value === 'string' && !name.includes('password')) values[name] = value;
	return values;
}
