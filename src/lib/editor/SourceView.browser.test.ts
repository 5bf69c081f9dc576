import { expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page } from 'vitest/browser';
import SourceView from './SourceView.svelte';

const SOURCE = 'let a = 1;\nlet b = 2;\n\ta / 0\nlet c = 3;\nlet d = 4;';

it('the failing line is marked and said, among the lines around it', async () => {
	const { container } = await render(SourceView, {
		source: SOURCE,
		from: 2,
		to: 4,
		marked: 3,
		markedColumn: 4,
		message: 'Division by zero'
	});
	expect(container.querySelector('[data-marked-line]')?.textContent).toContain('a / 0');
	await expect.element(page.getByRole('note')).toHaveTextContent('Division by zero');
	expect(container.textContent).toContain('let b');
	expect(container.textContent).not.toContain('let d');
});

it('the arrow stands under the column, tabs included', async () => {
	const { container } = await render(SourceView, { source: SOURCE, marked: 3, markedColumn: 4, message: 'here' });
	expect(container.querySelector('[role=note] [aria-hidden]')?.textContent).toBe('\t  ↑ ');
});
