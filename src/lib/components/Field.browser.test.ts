import { expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page, userEvent } from 'vitest/browser';
import { Email } from '#lib/domain/account.ts';
import Field from './Field.svelte';

it('a problem is told when the field is left, and goes while it is mended', async () => {
	await render(Field, { label: 'E-mail', name: 'email', schema: Email });
	const input = page.getByLabelText('E-mail');
	await input.fill('ada');
	await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
	await userEvent.tab();
	await expect.element(page.getByRole('alert')).toHaveTextContent('not an e-mail address');
	await expect.element(input).toHaveAttribute('aria-invalid', 'true');
	await expect.element(input).toHaveAccessibleDescription('This is not an e-mail address.');

	await input.fill('ada@example.com');
	await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
});

it('an empty field that is left says nothing: nobody has typed yet', async () => {
	await render(Field, { label: 'E-mail', name: 'email', schema: Email });
	await page.getByLabelText('E-mail').click();
	await userEvent.tab();
	await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
});

it('what the server found is shown until the text is changed', async () => {
	await render(Field, { label: 'Name', name: 'name', value: 'taken', error: 'This name is taken.' });
	await expect.element(page.getByRole('alert')).toHaveTextContent('This name is taken.');
	await page.getByLabelText('Name').fill('free');
	await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
});
