import {
	createScript,
	draftSaved,
	editorReady,
	editorText,
	problems,
	signedIn,
	writeSource
} from './fixtures/dashboard.ts';
import { expect, test } from './fixtures/product.ts';

test.describe('a draft', () => {
	test.beforeEach(async ({ context, product, administrator }) => {
		await signedIn(context, product, administrator);
	});

	test('survives a failed publish, which says why at its line', async ({ page, product, administrator }) => {
		await createScript(page, product, administrator.project, 'refused');
		await writeSource(page, 'let fine = 1;\nlet broken = (;');
		await page.getByRole('button', { name: /^Publish(?! with)/ }).click();
		await expect(page.getByRole('alert').filter({ hasText: 'line 2' })).toBeVisible();
		await expect(problems(page).getByRole('button')).toContainText('line 2');

		await page.reload();
		await editorReady(page);
		await expect(editorText(page)).toContainText('let broken = (;');
		await expect(page.getByText('Not published', { exact: true })).toBeVisible();
	});

	test('survives a tab that is closed before it was saved', async ({ page, context, product, administrator }) => {
		await createScript(page, product, administrator.project, 'closed');
		await page.route('**/draft', (route) => route.abort());
		await writeSource(page, '"typed and not saved"');
		await expect(page.locator('[data-draft=offline]')).toBeVisible();
		await page.close();

		const again = await context.newPage();
		await again.goto(`${product.dashboard}/${administrator.project}/scripts/closed`);
		await editorReady(again);
		await expect(editorText(again)).toContainText('"typed and not saved"');
		await expect(again.getByText(/This is what you typed/)).toBeVisible();
		await draftSaved(again);

		await again.getByRole('button', { name: 'Go back to the saved draft' }).click();
		await expect(editorText(again)).not.toContainText('typed and not saved');
	});

	test('survives an expired session', async ({ page, context, product, administrator }) => {
		await createScript(page, product, administrator.project, 'expired');
		await context.clearCookies();
		await writeSource(page, '"typed after the end"');
		await expect(page.getByText('Your session has ended.')).toBeVisible();

		await page.getByRole('link', { name: 'Sign in' }).click();
		await page.getByLabel('E-mail').fill(administrator.email);
		await page.getByLabel('Password').fill(administrator.password);
		await page.getByRole('button', { name: 'Sign in' }).click();
		await page.waitForURL('**/scripts/expired');
		await editorReady(page);
		await expect(editorText(page)).toContainText('"typed after the end"');
		await draftSaved(page);
	});

	test('that somebody else saved meanwhile is compared, and nothing is lost before one chooses', async ({
		page,
		context,
		product,
		administrator
	}) => {
		await createScript(page, product, administrator.project, 'shared');
		await page.route('**/draft', (route) => route.abort());
		await writeSource(page, '"mine"');
		await expect(page.locator('[data-draft=offline]')).toBeVisible();
		const other = await context.browser()?.newContext();
		if (!other) throw new Error('no browser');
		await signedIn(other, product, administrator);
		const theirs = await other.newPage();
		await theirs.goto(page.url());
		await editorReady(theirs);
		await writeSource(theirs, '"theirs"');
		await draftSaved(theirs);
		await other.close();

		await page.unroute('**/draft');
		await page.getByRole('button', { name: 'Compare and choose' }).click();
		const dialog = page.getByRole('dialog');
		await expect(dialog.locator('.monaco-diff-editor')).toContainText('"theirs"');
		await expect(dialog.locator('.monaco-diff-editor')).toContainText('"mine"');
		await dialog.getByRole('button', { name: 'Replace it with mine' }).click();
		await draftSaved(page);
		await page.reload();
		await editorReady(page);
		await expect(editorText(page)).toContainText('"mine"');
	});
});
