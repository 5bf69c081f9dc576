// Checks that the committed rhai-wasm/dist/rhai.wasm is what its source builds to.
//
//   node scripts/wasm-verify.mjs [--target-dir DIR]
//
// With the recorded toolchain the rebuilt module must be equal byte for byte. With any other one, bytes can't be compared:
// the wrapper's whole test suite then runs against the rebuilt module (RHAI_WASM_PATH). In both cases the committed file must
// have the recorded hash, and metadata.json must be what the source says.
//
// Exit codes: 0 verified, 1 it differs or a test failed, 3 this machine has no Rust toolchain for WebAssembly.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { NO_TOOLCHAIN, build, record, sha256, toolchain } from './wasm-build.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const crate = join(root, 'rhai-wasm');

/** @param {string} message */
function fail(message) {
	console.error(`wasm:verify: ${message}`);
	process.exit(1);
}

const { values } = parseArgs({ options: { 'target-dir': { type: 'string' } } });
const committed = readFileSync(join(crate, 'dist/rhai.wasm'));
const recorded = JSON.parse(readFileSync(join(crate, 'dist/rhai.wasm.json'), 'utf8'));
if (sha256(committed) !== recorded.sha256) fail('dist/rhai.wasm is not the file that dist/rhai.wasm.json describes');

const tools = toolchain();
if (!tools) {
	console.error('wasm:verify: skipped, there is no Rust toolchain for WebAssembly here (see scripts/wasm-build.mjs)');
	process.exit(NO_TOOLCHAIN);
}

const metadata = spawnSync(tools.cargo, ['run', '--quiet', '--locked', '--features', 'metadata', '--bin', 'metadata'], {
	cwd: crate,
	encoding: 'utf8',
	stdio: ['ignore', 'pipe', 'inherit'],
	env: { ...process.env, CARGO_PROFILE_DEV_DEBUG: '0' }
});
if (metadata.status !== 0) fail('the program that lists functions does not build');
if (metadata.stdout !== readFileSync(join(crate, 'metadata.json'), 'utf8')) {
	fail('metadata.json is not what the source says: run `npm run wasm:metadata`, then `npm run wasm:build`');
}

console.error(`wasm:verify: rebuilding with ${tools.kind}, ${tools.version}`);
const targetDirectory = values['target-dir'] ?? join(crate, 'target/verify');
const rebuilt = build(tools, targetDirectory);
if (!rebuilt) fail('the crate does not build');

const about = record(tools, rebuilt);
const sameFlags = JSON.stringify(about.flags) === JSON.stringify(recorded.flags);
if (about.toolchain.version === recorded.toolchain.version && sameFlags) {
	if (about.sha256 !== recorded.sha256)
		fail('the rebuilt module differs from the committed one: run `npm run wasm:build`');
	console.error(`wasm:verify: equal, byte for byte (${about.sha256.slice(0, 16)})`);
	process.exit(0);
}

console.error(
	`wasm:verify: built with ${recorded.toolchain.version} once, so bytes can't be compared; testing the rebuilt module`
);
mkdirSync(targetDirectory, { recursive: true });
const path = join(targetDirectory, 'rhai.wasm');
writeFileSync(path, rebuilt);
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
if (!existsSync(vitest)) fail('packages are not installed');
const tests = spawnSync(process.execPath, [vitest, 'run', '--project', 'unit', 'rhai-wasm'], {
	cwd: root,
	stdio: 'inherit',
	env: { ...process.env, RHAI_WASM_PATH: path }
});
process.exit(tests.status ?? 1);
