import type { Page } from '@playwright/test';
import { expect, publish, test, type Administrator } from './fixtures/product.ts';

/** What the page of a hostile script found out, by attempt. */
type Findings = Record<string, string>;

/**
 * Tries everything that an endpoint's page must not be able to do, and writes what came of it into its title. `path` is
 * another project's endpoint on the same listener.
 */
const attack = (dashboard: string, other: string): string => `html(\`<!doctype html><title>working</title><script>
const found = {};
const attempt = async (name, what) => {
	try { found[name] = String(await what()); } catch (error) { found[name] = 'refused: ' + error.name; }
};
(async () => {
	await attempt('cookies', () => document.cookie);
	await attempt('set cookie', () => { document.cookie = 'picloud_session=stolen; path=/'; return document.cookie; });
	await attempt('set wide cookie', () => { document.cookie = 'picloud_session=stolen; path=/; domain=localhost'; return document.cookie; });
	await attempt('read dashboard', async () => (await fetch('${dashboard}/', { credentials: 'include' })).text());
	await attempt('act on dashboard', async () => {
		await fetch('${dashboard}/logout', { method: 'POST', credentials: 'include', mode: 'no-cors' });
		return 'sent';
	});
	await attempt('read neighbour', async () => (await fetch('${other}', { credentials: 'include' })).text());
	await attempt('frame dashboard', () => new Promise((resolve, reject) => {
		const frame = document.createElement('iframe');
		frame.src = '${dashboard}/';
		frame.onload = () => { try { resolve(frame.contentDocument.body.innerText || 'empty'); } catch (error) { reject(error); } };
		document.body.append(frame);
		setTimeout(() => resolve('nothing'), 1500);
	}));
	await attempt('service worker', async () => (await navigator.serviceWorker.register(location.pathname.replace(/[^/]*$/, 'worker'))).scope);
	await attempt('storage', () => { localStorage.setItem('a', '1'); return localStorage.getItem('a'); });
	document.title = JSON.stringify(found);
})();
</script>\`)`;

async function findings(page: Page, address: string): Promise<Findings> {
	await page.goto(address);
	await page.waitForFunction(() => document.title.startsWith('{'));
	return JSON.parse(await page.title()) as Findings;
}

async function signIn(page: Page, dashboard: string, { email, password }: Administrator): Promise<void> {
	await page.goto(`${dashboard}/login`);
	await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
	await page.getByRole('textbox', { name: 'Password' }).fill(password);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.waitForURL(/scripts$/);
}

for (const mode of ['path', 'host'] as const)
	test(`in ${mode} mode a script's page reaches neither the dashboard, nor a neighbour, nor the next visit`, async ({
		page,
		product,
		administrator
	}) => {
		const { port } = new URL(product.endpoints);
		const { project } = administrator;
		const victim = await publish(product, administrator, { name: `victim-${mode}`, source: '"private"' });
		await publish(product, administrator, {
			name: 'worker',
			source: 'respond(200, "self.onfetch = () => {};", #{ "content-type": "text/javascript" })'
		}).catch(() => undefined);
		// The neighbour is on the origin of path mode: for a page of host mode that is another one, as another project's host is.
		const name = `attack-${mode}`;
		const inPath = await publish(product, administrator, { name, source: attack(product.dashboard, victim) });
		const address = mode === 'path' ? inPath : `http://${project}.localhost:${port}/${name}`;

		await signIn(page, product.dashboard, administrator);
		const found = await findings(page, address);

		expect(found['cookies']).not.toContain('picloud_session');
		expect(found['set wide cookie']).not.toMatch(/domain=localhost/);
		expect(found['read dashboard']).toBe('refused: TypeError');
		expect(found['read neighbour']).toBe('refused: TypeError');
		expect(found['frame dashboard']).not.toMatch(/Scripts|Sign in/);
		expect(found['service worker']).toMatch(/^refused: /);
		if (mode === 'path') {
			expect(found['cookies']).toBe('refused: SecurityError');
			expect(found['set cookie']).toBe('refused: SecurityError');
			expect(found['storage']).toBe('refused: SecurityError');
		}

		// The session is as it was: neither replaced by the page's cookie nor ended by its request.
		await page.goto(`${product.dashboard}/${project}/scripts`);
		await expect(page).toHaveURL(/scripts$/);
		const cookies = await page.context().cookies(product.dashboard);
		expect(cookies.filter(({ value }) => value === 'stolen')).toEqual([]);
		expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
	});
