import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PreparationError, run } from './progress.mjs';

/**
 * @typedef {{ version?: string, resolved?: string, integrity?: string, optional?: boolean, devOptional?: boolean, peer?: boolean, link?: boolean }} Entry
 */

/**
 * Installs what package-lock.json lists, unless exactly that is installed already.
 * @param {string} root
 */
export async function packages(root) {
	if (!areInstalled(root)) {
		// Under `npm start` npm says which npm it is; the one on the PATH may be another.
		const npm = process.env.npm_execpath;
		const [command, words] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
		// NODE_ENV=production or omit=dev in somebody's npm settings would leave out what the build needs.
		const all = ['--include=dev', '--include=optional', '--no-audit', '--no-fund'];
		await run('Installing packages', command, [...words, 'ci', ...all], { cwd: root });
	}
	const node = nodeProgram(root);
	if (!existsSync(node))
		throw new PreparationError(
			`The packages brought no Node for ${process.platform} ${process.arch}: remove node_modules and try again, with optional packages allowed.`
		);
}

/**
 * The Node that everything but preparation runs on.
 * @param {string} root
 */
export function nodeProgram(root) {
	return join(root, 'node_modules/.bin/node');
}

/**
 * The environment in which programs of the packages come first, our Node among them, as in a script of package.json.
 * @param {string} root
 * @returns {NodeJS.ProcessEnv}
 */
export function environment(root) {
	return { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH ?? ''}` };
}

/**
 * Compares npm's record of what it installed with the lockfile, entry by entry: times tell nothing after a checkout.
 * @param {string} root
 */
function areInstalled(root) {
	const wanted = read(join(root, 'package-lock.json'));
	const found = read(join(root, 'node_modules/.package-lock.json'));
	if (!wanted || !found) return false;
	return Object.entries(wanted).every(([path, entry]) => {
		if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true;
		const there = found[path];
		// Packages of other platforms are in the lockfile and not on the disk.
		if (!there) return Boolean(entry.optional ?? entry.devOptional ?? entry.peer);
		return there.version === entry.version && there.integrity === entry.integrity;
	});
}

/**
 * @param {string} file
 * @returns {Record<string, Entry> | undefined}
 */
function read(file) {
	try {
		return JSON.parse(readFileSync(file, 'utf8')).packages;
	} catch {
		return undefined;
	}
}
