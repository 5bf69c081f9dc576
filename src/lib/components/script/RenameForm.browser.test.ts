import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page } from 'vitest/browser';
import { failureOf } from '../form-failure.ts';
import RenameForm from './RenameForm.svelte';

test.each([
	['/hello', 'what calls /hello then gets 404'],
	['/greetings', 'stays on /greetings']
])('renaming a script on %s says what becomes of its address', async (path, said) => {
	await render(RenameForm, { name: 'hello', path, state: failureOf(null) });
	await expect.element(page.getByText(said)).toBeVisible();
});
