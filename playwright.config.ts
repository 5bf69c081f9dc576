import { defineConfig, devices } from '@playwright/test';
import { chromiumLaunch } from './scripts/chromium.mjs';

export default defineConfig({
	testDir: 'tests',
	testMatch: '*.e2e.ts',
	// Each worker runs a product of its own, and a file's tests follow each other in it.
	workers: 2,
	fullyParallel: false,
	forbidOnly: true,
	retries: 0,
	timeout: 60_000,
	expect: { timeout: 10_000 },
	reporter: [['list']],
	outputDir: 'test-results',
	use: {
		...devices['Desktop Chrome'],
		trace: 'retain-on-failure',
		launchOptions: chromiumLaunch()
	},
	projects: [{ name: 'e2e' }]
});
