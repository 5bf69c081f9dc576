import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documented } from '#settings.ts';

test('docs/operating.md lists every setting with its help, and no other', () => {
	const text = readFileSync(join(import.meta.dirname, '../docs/operating.md'), 'utf8');
	const table = text.slice(text.indexOf('<!-- settings'), text.indexOf('<!-- /settings'));
	const rows = [...table.matchAll(/^\| `(\w+)` +\| (.+?) +\|$/gm)].map(([, name, help]) => ({ name, help }));

	expect(rows).toEqual(documented);
});
