import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { createScript, hydrated, publishVersion, shownAddress, signedIn, writeSource } from './fixtures/dashboard.ts';
import { expect, startProduct, test } from './fixtures/product.ts';

const APPEARANCES = ['light', 'dark'] as const;

async function expectNothingFound(page: Page, where: string): Promise<void> {
	for (const colorScheme of APPEARANCES) {
		await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
		await expect(page.locator('html')).toHaveClass(colorScheme === 'dark' ? /dark/ : /^(?!.*dark)/);
		if ((await page.locator('.monaco-editor').count()) > 0)
			await page.locator(`html[data-editor-theme=${colorScheme}]`).waitFor();
		const { violations } = await new AxeBuilder({ page }).analyze();
		const found = violations.flatMap(({ id, nodes }) =>
			nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary ?? ''}`)
		);
		expect(found, `${where}, ${colorScheme}`).toEqual([]);
	}
}

async function expectNoSidewaysScroll(page: Page, where: string): Promise<void> {
	const size = page.viewportSize();
	await page.setViewportSize({ width: 390, height: 844 });
	const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
	expect(beyond, `${where} on a phone`).toBeLessThanOrEqual(0);
	if (size) await page.setViewportSize(size);
}

test('axe finds nothing on the pages of a fresh instance', async ({ page }) => {
	const product = await startProduct();
	try {
		await page.goto(product.setupLink ?? '');
		await hydrated(page);
		await expectNothingFound(page, 'setup');
		await page.getByLabel('Your name').fill('Ada');
		await page.getByLabel('E-mail').fill('ada@example.com');
		await page.getByLabel('Password').fill('short');
		await page.getByLabel('E-mail').focus();
		await expectNothingFound(page, 'setup with a problem');
		await page.getByLabel('Password').fill('correct horse battery staple');
		await page.getByRole('button', { name: 'Create account' }).click();
		await expect(page.getByRole('link', { name: 'New script' })).toBeVisible();
		await expectNothingFound(page, 'no scripts');
		await page.getByRole('link', { name: 'Executions' }).click();
		await expect(page.getByText('Nothing ran yet')).toBeVisible();
		await expectNothingFound(page, 'no executions');
	} finally {
		await product.stop();
	}
});

test('axe finds nothing on any page, light or dark, and none scrolls sideways on a phone', async ({
	page,
	context,
	product,
	administrator
}) => {
	test.setTimeout(180_000);
	await page.goto(`${product.dashboard}/login`);
	await hydrated(page);
	await expectNothingFound(page, 'sign in');
	await expectNoSidewaysScroll(page, 'sign in');

	await signedIn(context, product, administrator);
	await createScript(page, product, administrator.project, 'looked-at');
	await writeSource(page, '// Fails.\nlet name = "a";\nlog::info("about to fail", #{ n: 1 });\nname / 2');
	await publishVersion(page, 1);
	const address = await shownAddress(page);
	await expect.poll(async () => (await fetch(address)).status).toBe(500);
	await expect(page.getByRole('link', { name: /^Failed/ })).toBeVisible();
	await expectNothingFound(page, 'script');
	await expectNoSidewaysScroll(page, 'script');

	await page.getByRole('button', { name: /^Run/ }).click();
	await expect(page.getByRole('button', { name: 'Go to line 4' })).toBeVisible();
	await writeSource(page, 'let x = ;');
	await page.getByRole('button', { name: /^Publish(?! with)/ }).click();
	await expect(page.getByRole('alert').first()).toBeVisible();
	await expectNothingFound(page, 'script with problems');

	await page.getByRole('button', { name: 'curl' }).click();
	await expectNothingFound(page, 'addresses');
	await page.keyboard.press('Escape');
	await page.getByRole('button', { name: /^Account/ }).click();
	await expectNothingFound(page, 'account menu');

	const script = `${product.dashboard}/${administrator.project}/scripts/looked-at`;
	const rest: [string, string][] = [
		['scripts', `${product.dashboard}/${administrator.project}/scripts`],
		['new script', `${product.dashboard}/${administrator.project}/scripts/new`],
		['versions', `${script}/versions`],
		['settings', `${script}/settings`],
		['executions', `${product.dashboard}/${administrator.project}/executions`],
		['executions of none', `${product.dashboard}/${administrator.project}/executions?status=refused`],
		['a page that does not exist', `${product.dashboard}/${administrator.project}/nothing`]
	];
	for (const [where, address] of rest) {
		await page.goto(address);
		await hydrated(page);
		await expectNothingFound(page, where);
		await expectNoSidewaysScroll(page, where);
	}

	await page.goto(`${script}/versions?from=1&to=draft`);
	await page.locator('.monaco-diff-editor .line-delete').first().waitFor();
	await expectNothingFound(page, 'comparison');
	await expectNoSidewaysScroll(page, 'comparison');

	await page.goto(`${script}/settings`);
	await hydrated(page);
	await page.getByRole('button', { name: 'Delete script' }).click();
	await expectNothingFound(page, 'confirmation');

	await page.goto(`${product.dashboard}/${administrator.project}/executions`);
	await page
		.getByRole('link', { name: /^Failed.*looked-at/ })
		.first()
		.click();
	await expect(page.getByRole('heading', { level: 1 })).toContainText('failed');
	await expectNothingFound(page, 'execution');
	await expectNoSidewaysScroll(page, 'execution');
});
