import { expect, test } from 'vitest';
import { tally } from './tally.mjs';

test.each([
	[
		'Vitest',
		' Test Files  2 passed (2)\n      Tests  11 passed | 2 skipped (13)\n',
		{ passed: 11, failed: 0, skipped: 2 }
	],
	[
		'a colourful Vitest',
		'\u001b[2m      Tests \u001b[22m \u001b[1m\u001b[32m4 passed\u001b[39m (4)',
		{ passed: 4, failed: 0, skipped: 0 }
	],
	['Playwright', 'Running 5 tests\n\n  1 skipped\n  4 passed (3.2s)\n', { passed: 4, failed: 0, skipped: 1 }],
	['a flaky Playwright', '  1 flaky\n  4 passed (1.2m)\n', { passed: 4, failed: 1, skipped: 0 }],
	[
		'cargo',
		'test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out\ntest result: ok. 2 passed; 0 failed; 0 ignored;',
		{ passed: 5, failed: 0, skipped: 1 }
	],
	['a check without tests', 'All matched files use Prettier code style!\n', { passed: 1, failed: 0, skipped: 0 }]
])('counts the tests of %s', (_, output, counted) => {
	expect(tally(output, true)).toEqual(counted);
});

test('a step that failed counts as a failure even when no test did', () => {
	expect(tally('      Tests  4 passed (4)\nUnhandled error', false)).toEqual({ passed: 4, failed: 1, skipped: 0 });
	expect(tally('error TS2307', false)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});
