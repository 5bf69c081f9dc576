import { sequence, type Handle, type HandleServerError } from '@sveltejs/kit/hooks';
import { isSameOrigin, originOf } from '#lib/server/auth/origin.ts';
import { securityHeaders } from '#lib/server/auth/security-headers.ts';
import { explain } from '#lib/server/explain.ts';
import { instance } from '#lib/server/instance.ts';

const prepare: Handle = ({ event, resolve }) => {
	event.locals.instance = instance();
	event.locals.secure = originOf(event.locals.instance.settings, event.url).startsWith('https:');
	return resolve(event);
};

const secureHeaders: Handle = async ({ event, resolve }) => {
	const response = await resolve(event);
	for (const [name, value] of securityHeaders(event.locals.secure))
		if (!response.headers.has(name)) response.headers.set(name, value);
	return response;
};

const sameOrigin: Handle = ({ event, resolve }) => {
	if (isSameOrigin(event.request, originOf(event.locals.instance.settings, event.url))) return resolve(event);
	const message = "This request does not come from the dashboard's own pages.";
	return Response.json({ status: 403, code: 'origin.refused', message }, { status: 403 });
};

/** Reading a form takes more than linear time, so what is no form of the dashboard's is not read at all. */
const MOST_FORM_BYTES = 64 * 1024;

const smallForms: Handle = ({ event, resolve }) => {
	const { headers } = event.request;
	const isForm = headers.get('content-type')?.startsWith('application/x-www-form-urlencoded') ?? false;
	const bytes = headers.get('content-length');
	if (!isForm || (bytes !== null && Number(bytes) <= MOST_FORM_BYTES)) return resolve(event);
	const message = `A form has at most ${MOST_FORM_BYTES} bytes, and says how many in Content-Length.`;
	return Response.json({ status: 413, code: 'form.too_large', message }, { status: 413 });
};

const session: Handle = async ({ event, resolve }) => {
	const { locals, cookies } = event;
	const { sessions } = locals.instance;
	locals.session = cookies.get(sessions.cookieName(locals.secure));
	const read = locals.session ? await sessions.read(locals.session) : undefined;
	locals.user = read?.user;
	if (locals.session && (!read || read.renewed)) {
		const cookie = read ? sessions.cookie(locals.session, locals.secure) : sessions.blank(locals.secure);
		cookies.set(cookie.name, cookie.value, cookie.attributes);
	}
	return resolve(event);
};

export const handle = sequence(prepare, secureHeaders, sameOrigin, smallForms, session);

export const handleError: HandleServerError = ({ kind, error, event }) => {
	// The first of the hooks above may be what threw.
	const { instance: opened } = event.locals as Partial<App.Locals>;
	if (kind === 'unknown') return explain(error, { log: opened?.log, request: event.request });
	if (kind === 'framework' && error.status === 404)
		return { code: 'not_found', message: 'There is nothing at this address.' };
	return { code: kind === 'app' ? error.code : `http.${error.status}` };
};
