import { describe, expect, test } from 'vitest';
import { canSuspend } from '../ts/index.ts';
import { engine, failure, run, value } from './engine.ts';
import { languageCases } from './language-cases.ts';

describe('in a browser', () => {
	test.each(languageCases.filter((_, index) => index % 3 === 0))('%s', async (_about, script, json) => {
		expect(await value(script)).toBe(json);
	});

	test('a source is checked', () => {
		expect(engine.check('let x = 1;\nlet y = (2 + ;').diagnostics[0]).toMatchObject({ line: 2, severity: 'error' });
	});

	test('an error has its place', async () => {
		expect(await failure('let x = 1;\nx.nothing()')).toMatchObject({ code: 'function_not_found', line: 2, column: 3 });
	});

	test.runIf(canSuspend)('a script waits for a service', async () => {
		const result = await run('time::sleep(5); 1', { callService: () => Promise.resolve({ ok: true, value: 'null' }) });
		expect(result).toMatchObject({ ok: true, value: '1', statistics: { service_calls: 1 } });
	});
});
