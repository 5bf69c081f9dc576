import { describe, expect, test } from 'vitest';
import { value } from './engine.ts';
import { languageCases } from './language-cases.ts';

describe("Rhai's documented language", () => {
	test.each(languageCases)('%s', async (_about, script, json) => {
		expect(await value(script)).toBe(json);
	});
});
