import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

const SYSTEM = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium'
];

/**
 * The Chromium that browser tests use: PICLOUD_CHROMIUM, else Playwright's own download, else the system's.
 * @returns {{ path: string, whose: string } | undefined}
 */
export function findChromium() {
	const named = process.env.PICLOUD_CHROMIUM;
	if (named) return { path: named, whose: 'named by PICLOUD_CHROMIUM' };
	const own = chromium.executablePath();
	if (existsSync(own)) return { path: own, whose: "Playwright's own download" };
	const system = SYSTEM.find((path) => existsSync(path));
	return system ? { path: system, whose: "the system's" } : undefined;
}

/** Launch options for the Chromium found: no calls home, and no sandbox where root may not have one. */
export function chromiumLaunch() {
	const found = findChromium();
	return {
		...(found ? { executablePath: found.path } : {}),
		chromiumSandbox: process.getuid?.() !== 0,
		args: [
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync'
		]
	};
}
