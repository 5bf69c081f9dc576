import { stripVTControlCharacters } from 'node:util';

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

/**
 * Counts the tests that a step's output tells of, as Vitest, Playwright and cargo write their summaries. A step without
 * any is one check.
 * @param {string} output
 * @param {boolean} ok whether the step passed
 * @returns {Tally}
 */
export function tally(output, ok) {
	const lines = stripVTControlCharacters(output).split('\n');
	/** @type {Tally} */
	const sum = { passed: 0, failed: 0, skipped: 0 };
	for (const line of lines) if (isSummary(line)) add(sum, line);
	if (sum.passed + sum.failed + sum.skipped === 0) return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
	if (!ok && sum.failed === 0) sum.failed = 1;
	return sum;
}

/**
 * `Tests  3 passed | 1 skipped (4)` of Vitest, `  3 passed (2.1s)` of Playwright, `test result: ok. 3 passed; ...` of cargo
 * @param {string} line
 */
function isSummary(line) {
	return (
		/^\s+Tests\s/.test(line) ||
		/^test result:/.test(line) ||
		/^\s+\d+ (passed|failed|skipped|flaky)( \(.*\))?$/.test(line)
	);
}

/**
 * @param {Tally} sum
 * @param {string} line
 */
function add(sum, line) {
	for (const [, count, word] of line.matchAll(/(\d+) (passed|failed|skipped|todo|ignored|flaky)/g)) {
		if (word === 'passed') sum.passed += Number(count);
		// A test that passes only sometimes has failed.
		else if (word === 'failed' || word === 'flaky') sum.failed += Number(count);
		else sum.skipped += Number(count);
	}
}
