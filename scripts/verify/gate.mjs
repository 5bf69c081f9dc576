import { environment } from '../prepare/packages.mjs';
import { runSteps } from './run-steps.mjs';
import { STEPS } from './steps.mjs';

/** @typedef {import('./run-steps.mjs').Result} Result */

/** Linters, compilers and test runners have threads of their own: more at once is slower, also on more cores. */
const AT_ONCE = 2;

/**
 * Runs every step and tells how each ended; sets the exit code.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} settings for all steps, such as the Chromium to use
 */
export async function verify(root, settings = {}) {
	// Steps end with this process (run-steps.mjs), which a signal would otherwise end without a word to them.
	for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
		process.once(signal, () => process.exit(1));
	const began = performance.now();
	const results = await runSteps(STEPS, {
		atOnce: AT_ONCE,
		root,
		environment: {
			...environment(root),
			...settings,
			// Summaries are counted.
			NO_COLOR: '1',
			FORCE_COLOR: undefined,
			// Long forms of some tests run only when asked for (npm run verify:full).
			...(process.argv.includes('--full') ? { PICLOUD_TEST_FULL: '1' } : {})
		},
		ended: tell
	});
	summarize(results, (performance.now() - began) / 1000);
}

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

/**
 * @param {Result[]} results
 * @param {number} took seconds
 */
function summarize(results, took) {
	const sum = { passed: 0, failed: 0, skipped: 0 };
	for (const { state, counted } of results) {
		sum.passed += counted.passed;
		sum.failed += counted.failed;
		sum.skipped += state === 'skipped' ? 1 : counted.skipped;
	}
	console.log('\nWhat took how long:');
	for (const { step, seconds, state } of results.toSorted((a, b) => b.seconds - a.seconds))
		if (state !== 'skipped') console.log(`  ${seconds.toFixed(1).padStart(7)} s  ${step.name}`);
	console.log(`  ${took.toFixed(1).padStart(7)} s  in all\n`);
	if (process.env.PICLOUD_TEST_NO_SKIP === '1' && sum.skipped > 0) {
		console.log('Nothing may be skipped here (PICLOUD_TEST_NO_SKIP=1), so a skip is a failure.');
		sum.failed += sum.skipped;
		sum.skipped = 0;
	}
	console.log(`${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`);
	process.exitCode = sum.failed > 0 ? 1 : 0;
}
