import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment, nodeProgram } from './packages.mjs';
import { run } from './progress.mjs';

/** What a build is made of. */
const SOURCES = [
	'src',
	'static',
	'drizzle',
	'rhai-wasm/ts',
	'rhai-wasm/dist',
	'rhai-wasm/package.json',
	'scripts/vite-kit.ts',
	'scripts/vite-processes.ts',
	'package.json',
	'package-lock.json',
	'svelte.config.js',
	'tsconfig.json',
	'vite.config.ts'
];

/**
 * Builds, unless the build that is there was made of the same sources.
 * @param {string} root
 */
export async function build(root) {
	const sources = digest(root);
	if (isBuilt(root, sources)) return;
	await run('Building', nodeProgram(root), [join(root, 'node_modules/vite/bin/vite.js'), 'build'], {
		cwd: root,
		env: { ...environment(root), NODE_ENV: 'production' }
	});
	writeFileSync(stamp(root), sources);
}

/**
 * @param {string} root
 * @param {string} sources
 */
function isBuilt(root, sources) {
	return existsSync(stamp(root)) && readFileSync(stamp(root), 'utf8') === sources;
}

/** @param {string} root */
function stamp(root) {
	return join(root, 'build/sources.sha256');
}

/**
 * A digest of all sources by name and content.
 * @param {string} root
 */
function digest(root) {
	const hash = createHash('sha256');
	for (const path of SOURCES.flatMap((source) => [...files(root, source)]).sort())
		hash.update(
			`${path}\0${createHash('sha256')
				.update(readFileSync(join(root, path)))
				.digest('hex')}\n`
		);
	return hash.digest('hex');
}

/**
 * @param {string} root
 * @param {string} path
 * @returns {Generator<string>}
 */
function* files(root, path) {
	const stats = statSync(join(root, path), { throwIfNoEntry: false });
	if (stats?.isDirectory()) for (const name of readdirSync(join(root, path))) yield* files(root, join(path, name));
	else if (stats && !path.endsWith('.test.ts')) yield path;
}
