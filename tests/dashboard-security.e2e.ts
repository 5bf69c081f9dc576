import { expect, publish, startProduct, test } from './fixtures/product.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

test('every page forbids what it does not need', async ({ product, administrator }) => {
	for (const path of ['/login', `/${administrator.project}/scripts`, '/no-such-project']) {
		const { headers } = await fetch(product.dashboard + path, { headers: { cookie: administrator.cookie } });
		expect(headers.get('x-content-type-options')).toBe('nosniff');
		expect(headers.get('referrer-policy')).toBe('same-origin');
		expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
		expect(headers.get('permissions-policy')).toContain('camera=()');
		// This product speaks plain http, where the header means nothing and must not be sent.
		expect(headers.get('strict-transport-security')).toBeNull();
	}
	const page = await fetch(`${product.dashboard}/login`);
	const policy = page.headers.get('content-security-policy') ?? '';
	expect(policy).toMatch(/script-src 'self' 'wasm-unsafe-eval' 'nonce-[^']+'/);
	expect(policy).toContain("frame-ancestors 'none'");
	expect(policy).not.toContain("'unsafe-eval'");
	expect(policy).not.toMatch(/script-src[^;]*'unsafe-inline'/);
});

test('what changes something is taken from our own pages only', async ({ product, administrator }) => {
	const { project, cookie } = administrator;
	await publish(product, administrator, { name: 'guarded', source: '1' });
	const address = `${product.dashboard}/api/v1/projects/${project}/scripts/guarded`;
	const before = await (await fetch(`${address}/executions`, { headers: { cookie } })).text();
	const origins: Record<string, string>[] = [
		{},
		{ origin: 'null' },
		{ origin: 'https://evil.example' },
		{ origin: product.endpoints },
		{ origin: `${product.dashboard}.evil.example` }
	];
	for (const origin of origins) {
		const requests: [string, string, Record<string, string>, string][] = [
			['PUT', '/draft', JSON_TYPE, '{"source":"2","revision":2}'],
			['PUT', '/draft', { 'content-type': 'text/plain' }, '{"source":"2","revision":2}'],
			['POST', '/publish', JSON_TYPE, '{"revision":2}'],
			['POST', '/run', JSON_TYPE, '{"source":"2","event":{"method":"GET","path":"/"}}']
		];
		for (const [method, path, type, body] of requests) {
			const refused = await fetch(address + path, { method, body, headers: { cookie, ...type, ...origin } });
			expect(refused.status).toBe(403);
			expect(await refused.json()).toMatchObject({ code: 'origin.refused' });
		}
		const form = await fetch(`${product.dashboard}/${project}/scripts/guarded/settings?/delete`, {
			method: 'POST',
			body: new URLSearchParams({ confirm: 'guarded' }),
			headers: { cookie, ...origin }
		});
		expect(form.status).toBe(403);
	}
	expect(await (await fetch(`${address}/executions`, { headers: { cookie } })).text()).toBe(before);
});

test('a session ends when its person signs out, and its cookie with it', async ({ product, administrator }) => {
	const signedIn = await fetch(`${product.dashboard}/login`, {
		method: 'POST',
		body: new URLSearchParams({ email: administrator.email, password: administrator.password }),
		headers: { origin: product.dashboard, accept: 'text/html' },
		redirect: 'manual'
	});
	expect(signedIn.status).toBe(303);
	const [line = ''] = signedIn.headers.getSetCookie();
	expect(line).toMatch(/^picloud_session=[a-z0-9]{40}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);
	const cookie = line.split(';')[0] ?? '';
	const live = `${product.dashboard}/live`;
	const stream = await fetch(live, { headers: { cookie } });
	expect(stream.status).toBe(200);
	await stream.body?.cancel();

	const signedOut = await fetch(`${product.dashboard}/logout`, {
		method: 'POST',
		headers: { cookie, origin: product.dashboard },
		redirect: 'manual'
	});
	expect(signedOut.headers.get('location')).toBe('/login');
	expect(signedOut.headers.getSetCookie()[0]).toContain('picloud_session=; Max-Age=0');
	const after = await fetch(live, { headers: { cookie, accept: 'application/json' } });
	expect(after.status).toBe(401);
	expect(await after.json()).toMatchObject({ code: 'signed_out' });
});

test('who is signed out is sent to sign in, and comes back to where they wanted to go', async ({
	page,
	product,
	administrator
}) => {
	const wanted = `${product.dashboard}/${administrator.project}/executions?status=failed`;
	await page.goto(wanted);
	await expect(page).toHaveURL(/\/login\?next=/);
	await page.getByLabel('E-mail').fill(administrator.email);
	await page.getByLabel('Password').fill(administrator.password);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await expect(page).toHaveURL(wanted);
});

test('guessing at a password is stopped, for the right one too', async ({ product }) => {
	const guess = async (password: string) =>
		fetch(`${product.dashboard}/login`, {
			method: 'POST',
			body: new URLSearchParams({ email: 'guessed@example.com', password }),
			headers: { origin: product.dashboard, accept: 'text/html' },
			redirect: 'manual'
		});
	for (let attempt = 0; attempt < 5; attempt += 1) expect((await guess(`wrong ${attempt}`)).status).toBe(400);
	const stopped = await guess('perhaps the right one');
	expect(stopped.status).toBe(429);
	expect(await stopped.text()).toContain('Too many attempts to sign in');
});

test('a setup link is of no use to anybody after its first', async ({ product, administrator }) => {
	expect(administrator.project).not.toBe('');
	expect((await fetch(product.setupLink ?? '')).status).toBe(404);
});

test('what is not there is said in JSON to a program and on a page to a person', async ({ product, administrator }) => {
	const { project, cookie } = administrator;
	const program = await fetch(`${product.dashboard}/api/v1/projects/${project}/scripts/none/executions/none`, {
		headers: { cookie, accept: 'application/json' }
	});
	expect(program.status).toBe(404);
	const unknown = await fetch(`${product.dashboard}/api/v1/projects/none/executions`, { headers: { cookie } });
	expect(unknown.status).toBe(404);
	expect(await unknown.json()).toMatchObject({
		code: 'not_found',
		message: 'There is no such project, or it is not yours to see.'
	});
	const person = await fetch(`${product.dashboard}/${project}/scripts/none`, {
		headers: { cookie, accept: 'text/html' }
	});
	expect(person.status).toBe(404);
	expect(await person.text()).toContain('There is no such script');
});

test('healthz tells a stranger that the product is well and which version it is, and nothing else', async ({
	product
}) => {
	const response = await fetch(`${product.dashboard}/healthz`);
	expect(response.status).toBe(200);
	expect(Object.keys((await response.json()) as object).sort()).toEqual(['instance', 'status', 'version']);
});

test('behind a proxy that speaks https, the cookie is bound to https and to this host', async () => {
	const product = await startProduct({ PICLOUD_URL: 'https://picloud.example.com', PICLOUD_TRUST_PROXY: '1' });
	try {
		const here = `http://localhost:${product.settings.PICLOUD_PORT}`;
		const link = new URL(product.setupLink ?? '');
		expect(link.origin).toBe('https://picloud.example.com');
		const send = (origin: string): Promise<Response> =>
			fetch(here + link.pathname, {
				method: 'POST',
				body: new URLSearchParams({ name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' }),
				headers: { origin, accept: 'text/html', 'x-forwarded-proto': 'https' },
				redirect: 'manual'
			});
		expect((await send(here)).status).toBe(403);
		const set = await send('https://picloud.example.com');
		expect(set.status).toBe(303);
		expect(set.headers.getSetCookie()).toHaveLength(1);
		expect(set.headers.getSetCookie()[0]).toMatch(
			/^__Host-picloud_session=[a-z0-9]{40}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/
		);
		expect(set.headers.get('strict-transport-security')).toBe('max-age=31536000');

		const id = /=([a-z0-9]+)/.exec(set.headers.getSetCookie()[0] ?? '')?.[1] ?? '';
		const live = (cookie: string) => fetch(`${here}/live`, { headers: { cookie, 'x-forwarded-proto': 'https' } });
		const bound = await live(`__Host-picloud_session=${id}`);
		expect(bound.status).toBe(200);
		await bound.body?.cancel();
		// A neighbouring host could have set a cookie without the prefix.
		expect((await live(`picloud_session=${id}`)).status).toBe(401);
	} finally {
		await product.stop();
	}
});
