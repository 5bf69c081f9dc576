import { expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page } from 'vitest/browser';
import StatusBadge from './StatusBadge.svelte';

it.each([
	['succeeded', 'Succeeded'],
	['failed', 'Failed'],
	['refused', 'Refused'],
	['running', 'Running']
] as const)('%s is a word and a shape, not a colour alone', async (status, word) => {
	const { container } = await render(StatusBadge, { status });
	await expect.element(page.getByText(word)).toBeVisible();
	expect(container.querySelectorAll('svg')).toHaveLength(1);
});
