// `npm run verify`: the one gate. Everything that must hold before a change lands, and nothing else decides it.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environment } from './prepare/packages.mjs';
import { runSteps } from './verify/run-steps.mjs';
import { STEPS } from './verify/steps.mjs';

/** @typedef {import('./verify/run-steps.mjs').Result} Result */

/** Linters, compilers and test runners have threads of their own: more at once is slower, also on more cores. */
const AT_ONCE = 2;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const noSkips = process.env.PICLOUD_TEST_NO_SKIP === '1';
const began = performance.now();

const results = await runSteps(STEPS, {
	atOnce: AT_ONCE,
	root,
	environment: {
		...environment(root),
		// Summaries are counted.
		NO_COLOR: '1',
		FORCE_COLOR: undefined,
		// Long forms of some tests run only when asked for (npm run verify:full).
		...(process.argv.includes('--full') ? { PICLOUD_TEST_FULL: '1' } : {})
	},
	ended: tell
});
summarize(results);

/** @param {Result} result */
function tell({ step, state, seconds, output, why, counted }) {
	if (state === 'skipped') console.log(`- ${step.name}: skipped, because ${why}`);
	else if (state === 'passed') console.log(`✓ ${step.name} (${describe(seconds, counted)})`);
	else
		console.log(
			`\n✗ ${step.name} (${describe(seconds, counted)}): ${step.does}\n${output.trimEnd()}\n✗ ${step.name}\n`
		);
}

/**
 * @param {number} seconds
 * @param {Result['counted']} counted
 */
function describe(seconds, { passed, failed, skipped }) {
	const tests = passed + failed + skipped > 1 ? `, ${passed + failed} tests` : '';
	return `${seconds.toFixed(1)} s${tests}${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** @param {Result[]} results */
function summarize(results) {
	const sum = { passed: 0, failed: 0, skipped: 0 };
	for (const { state, counted } of results) {
		sum.passed += counted.passed;
		sum.failed += counted.failed;
		sum.skipped += state === 'skipped' ? 1 : counted.skipped;
	}
	console.log('\nWhat took how long:');
	for (const { step, seconds, state } of results.toSorted((a, b) => b.seconds - a.seconds))
		if (state !== 'skipped') console.log(`  ${seconds.toFixed(1).padStart(7)} s  ${step.name}`);
	console.log(`  ${((performance.now() - began) / 1000).toFixed(1).padStart(7)} s  in all\n`);
	if (noSkips && sum.skipped > 0) {
		console.log('Nothing may be skipped here (PICLOUD_TEST_NO_SKIP=1), so a skip is a failure.');
		sum.failed += sum.skipped;
		sum.skipped = 0;
	}
	console.log(`${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`);
	process.exitCode = sum.failed > 0 ? 1 : 0;
}
