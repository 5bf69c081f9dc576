import {
	createScript,
	editorReady,
	hydrated,
	problems,
	publishVersion,
	shownAddress,
	signedIn,
	writeSource
} from './fixtures/dashboard.ts';
import { expect, startProduct, test } from './fixtures/product.ts';

/** Every node follows a publish, a rollback or a change of settings within this time. */
const LIVE_WITHIN_MS = 1_000;

const body = async (address: string): Promise<string> => (await fetch(address)).text();
const answers = (address: string, text: string): Promise<void> =>
	expect.poll(() => body(address), { timeout: LIVE_WITHIN_MS }).toBe(text);
const answersStatus = (address: string, status: number): Promise<void> =>
	expect.poll(async () => (await fetch(address)).status, { timeout: LIVE_WITHIN_MS }).toBe(status);

test('from the setup link to a call of the published endpoint', async ({ page }) => {
	const product = await startProduct();
	try {
		await page.goto(product.setupLink ?? '');
		await hydrated(page);
		await page.getByLabel('Your name').fill('Ada Lovelace');
		await page.getByLabel('E-mail').fill('ada@example.com');
		await page.getByLabel('Password').fill('correct horse battery staple');
		await page.getByRole('button', { name: 'Create account' }).click();

		await page.getByRole('link', { name: 'New script' }).click();
		await page.getByLabel('Name', { exact: true }).fill('hello');
		await page.getByRole('button', { name: 'Create script' }).click();
		await editorReady(page);
		await writeSource(page, '"Hello " + (req.query.name ?? "world")');
		await publishVersion(page, 1);

		await page.getByRole('button', { name: 'curl' }).click();
		const line = (await page.getByText(/^curl http/).textContent()) ?? '';
		await answers(`${line.replace('curl ', '')}?name=Bob`, 'Hello Bob');
		await page.keyboard.press('Escape');

		const executions = page.getByRole('region', { name: 'Recent executions', exact: true });
		await expect(executions.getByRole('link', { name: /^Succeeded 200/ })).toBeVisible();

		expect((await page.goto(product.setupLink ?? ''))?.status()).toBe(404);
	} finally {
		await product.stop();
	}
});

test.describe('with an account', () => {
	test.beforeEach(async ({ context, product, administrator }) => {
		await signedIn(context, product, administrator);
	});

	test('signing out and in again leads back to the page that was asked for', async ({
		page,
		context,
		product,
		administrator
	}) => {
		await context.clearCookies();
		await page.goto(`${product.dashboard}/${administrator.project}/executions`);
		await hydrated(page);
		await page.getByLabel('E-mail').fill(administrator.email);
		await page.getByLabel('Password').fill('not the password');
		await page.getByRole('button', { name: 'Sign in' }).click();
		await expect(page.getByRole('alert')).toBeFocused();
		await expect(page.getByLabel('E-mail')).toHaveValue(administrator.email);

		await page.getByLabel('Password').fill(administrator.password);
		await page.getByRole('button', { name: 'Sign in' }).click();
		await page.waitForURL('**/executions');

		await page.getByRole('button', { name: /^Account/ }).click();
		await page.getByRole('button', { name: 'Sign out' }).click();
		await page.waitForURL('**/login');
	});

	test('editing, publishing and rolling back change what the endpoint answers', async ({
		page,
		product,
		administrator
	}) => {
		await createScript(page, product, administrator.project, 'rolls');
		await writeSource(page, '"the first"');
		await publishVersion(page, 1);
		const address = await shownAddress(page);
		await answers(address, 'the first');

		await writeSource(page, '"the second"');
		await page.getByRole('button', { name: 'Publish with a message' }).click();
		await page.getByLabel('What changed').fill('Say second');
		await page.keyboard.press('Enter');
		await expect(page.getByText('Version 2 is live.')).toBeVisible();
		await answers(address, 'the second');

		await page.getByRole('link', { name: 'Versions' }).click();
		await expect(page.getByText('Say second')).toBeVisible();
		await page.getByRole('link', { name: 'v1 → v2' }).click();
		await expect(page.locator('.monaco-diff-editor')).toContainText('the first');
		await expect(page.locator('.monaco-diff-editor')).toContainText('the second');

		await page.getByRole('button', { name: 'Make version 1 live' }).click();
		await expect(page.getByText('v1 is live')).toBeVisible();
		await answers(address, 'the first');
	});

	test('a syntax error is shown at its line while typing, and goes when it is mended', async ({
		page,
		product,
		administrator
	}) => {
		await createScript(page, product, administrator.project, 'typo');
		await writeSource(page, 'let a = 1;\nlet b = ;\na + b');
		await expect(problems(page).getByRole('button')).toContainText('line 2');
		await expect(page.locator('.squiggly-error')).toBeVisible();

		await problems(page).getByRole('button').click();
		await page.keyboard.press('End');
		await page.keyboard.press('ArrowLeft');
		await page.keyboard.type(' 2');
		await expect(problems(page)).toContainText('No problems');
		await expect(page.locator('.squiggly-error')).toHaveCount(0);
	});

	test('a run-time error is shown at its line, live, and on the execution page', async ({
		page,
		product,
		administrator
	}) => {
		await createScript(page, product, administrator.project, 'divides');
		await writeSource(page, 'let parts = 0;\nlog::warn("about to divide");\n10 / parts');
		await publishVersion(page, 1);
		await answersStatus(await shownAddress(page), 500);

		const row = page
			.getByRole('region', { name: 'Recent executions', exact: true })
			.getByRole('link', { name: 'Failed' });
		await expect(row).toContainText('line 3');
		await row.click();
		await expect(page.getByRole('heading', { level: 1 })).toContainText('divides failed at line 3');
		await expect(page.locator('[data-marked-line]')).toHaveText(/^3\s*10 \/ parts$/);
		await expect(page.getByText('about to divide', { exact: true })).toBeVisible();
	});

	test('a draft is run as it is in the editor, with its logs and its failing line', async ({
		page,
		product,
		administrator
	}) => {
		await createScript(page, product, administrator.project, 'tried');
		await writeSource(page, 'log::info("seen");\n"for " + req.query.who');
		await page.getByLabel('Path and query').fill('/tried?who=Ada');
		await page.keyboard.press('Enter');
		const result = page.getByRole('region', { name: 'Test run' });
		await expect(result.getByText('for Ada')).toBeVisible();
		await result.getByRole('tab', { name: 'Logs' }).click();
		await expect(result.getByText('seen')).toBeVisible();

		await writeSource(page, '1 +\n"a" / 2');
		await page.keyboard.press('ControlOrMeta+Enter');
		await expect(result.getByRole('button', { name: /Go to line/ })).toBeVisible();
	});

	test('an endpoint’s methods and path are changed on the settings page', async ({ page, product, administrator }) => {
		await createScript(page, product, administrator.project, 'moves');
		await writeSource(page, 'req.params.id');
		await publishVersion(page, 1);
		await page.getByRole('link', { name: 'Settings' }).click();
		await page.waitForURL('**/settings');
		await page.getByLabel('Path', { exact: true }).fill('/moved/:id');
		await page.getByLabel('POST').uncheck();
		await page.getByRole('button', { name: 'Save endpoint' }).click();
		await expect(page.getByText('Endpoint saved.')).toBeVisible();

		const moved = `${product.endpoints}/${administrator.project}/moved/7`;
		await answers(moved, '7');
		expect((await fetch(moved, { method: 'POST' })).status).toBe(405);
	});

	test('a script is deleted only after its name is typed, and its address then answers 404', async ({
		page,
		product,
		administrator
	}) => {
		await createScript(page, product, administrator.project, 'goes');
		await publishVersion(page, 1);
		const address = await shownAddress(page);
		await page.getByRole('link', { name: 'Settings' }).click();
		await page.getByRole('button', { name: 'Delete script' }).click();
		await expect(page.getByRole('button', { name: 'Delete for ever' })).toBeDisabled();
		await page.getByLabel('Type goes to confirm').fill('goes');
		await page.getByRole('button', { name: 'Delete for ever' }).click();
		await page.waitForURL('**/scripts');
		await answersStatus(address, 404);
	});

	test('every tab is live, over one event stream of the whole browser', async ({
		page,
		context,
		product,
		administrator
	}) => {
		await createScript(page, product, administrator.project, 'watched');
		await publishVersion(page, 1);
		const address = await shownAddress(page);
		const streams: string[] = [];
		context.on('request', (request) => {
			if (new URL(request.url()).pathname === '/live') streams.push(request.url());
		});
		const other = await context.newPage();
		await other.goto(page.url());
		await editorReady(other);

		await answersStatus(address, 200);
		for (const tab of [page, other]) {
			await tab.bringToFront();
			await expect(
				tab.getByRole('region', { name: 'Recent executions', exact: true }).getByText('Succeeded')
			).toBeVisible();
		}
		// Both tabs want the same script, so the second has nothing to add to the stream of the first.
		expect(streams).toEqual([]);

		await page.close();
		await other.bringToFront();
		await expect.poll(() => streams.length).toBe(1);
	});
});
