import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { environment } from './packages.mjs';
import { PreparationError, run } from './progress.mjs';

/**
 * Finds a Chromium for the tests that need a browser, and says whose it is; where there is none it gets one: Playwright's
 * download, or as root on Debian its package.
 * @param {string} root
 * @returns {Promise<NodeJS.ProcessEnv>} settings that make the tests use it
 * @throws PreparationError when there is none and none can be had
 */
export async function browser(root) {
	// Found only now, because it asks Playwright, which the packages brought.
	const { findChromium } = await import('../chromium.mjs');
	for (const attempt of [async () => undefined, () => download(root), installPackage]) {
		await attempt();
		const found = findChromium();
		const version = found && versionOf(found.path);
		if (!version) continue;
		console.log(`Browser: ${version}, ${found.whose} (${found.path})`);
		return { PICLOUD_CHROMIUM: found.path };
	}
	throw new PreparationError(
		'There is no Chromium, and none could be had. Install one (Debian: apt-get install chromium; elsewhere:\n' +
			'npx playwright install --with-deps chromium), or name one: PICLOUD_CHROMIUM=/path/to/chromium npm test'
	);
}

/** @param {string} root */
async function download(root) {
	await run("Downloading Playwright's Chromium", 'npx', ['playwright', 'install', 'chromium'], {
		cwd: root,
		env: environment(root)
	}).catch(tell);
}

async function installPackage() {
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	await run('Reading package lists', 'apt-get', ['update'], { cwd: '/', env }).catch(tell);
	await run('Installing the package chromium', 'apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], {
		cwd: '/',
		env
	}).catch(tell);
}

/** @param {unknown} error why one way did not work; the next is tried */
function tell(error) {
	console.log(String(error instanceof PreparationError ? error.message.split('\n').at(-1) : error));
}

/**
 * What it calls itself, or undefined when it does not even run, for want of a system library for example.
 * @param {string} path
 */
function versionOf(path) {
	const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
	return status === 0 ? stdout.trim() : undefined;
}
