import { playwright } from '@vitest/browser-playwright';
import { defineConfig, mergeConfig } from 'vitest/config';
import { chromiumLaunch } from './scripts/chromium.mjs';
import viteConfig from './vite.config.ts';

export default mergeConfig(
	viteConfig,
	defineConfig({
		test: {
			reporters: ['default'],
			slowTestThreshold: 1_000,
			projects: [
				{
					extends: true,
					test: {
						name: 'unit',
						// Three cores' worth of processes may share two: a limit here only finds what hangs.
						testTimeout: 30_000,
						environment: 'node',
						include: ['src/**/*.test.ts', 'rhai-wasm/test/**/*.test.ts', 'scripts/**/*.test.ts'],
						exclude: ['**/*.db.test.ts', '**/*.browser.test.ts', '**/node_modules/**']
					}
				},
				{
					extends: true,
					test: {
						name: 'database',
						environment: 'node',
						include: ['src/**/*.db.test.ts'],
						globalSetup: ['tests/database/start-postgres.ts'],
						testTimeout: 20_000,
						hookTimeout: 60_000
					}
				},
				{
					extends: true,
					test: {
						name: 'browser',
						include: ['src/**/*.browser.test.ts', 'rhai-wasm/test/**/*.browser.test.ts'],
						browser: {
							enabled: true,
							headless: true,
							screenshotFailures: false,
							provider: playwright({ launchOptions: chromiumLaunch() }),
							instances: [{ browser: 'chromium' }]
						}
					}
				}
			]
		}
	})
);
