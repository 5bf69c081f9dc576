// Builds rhai-wasm/dist/rhai.wasm and records how in rhai-wasm/dist/rhai.wasm.json.
//
//   node scripts/wasm-build.mjs [--target-dir DIR] [--out DIR] [--which]
//
// Exit codes: 0 built, 1 the build failed, 3 this machine has no toolchain for WebAssembly.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';

const TARGET = 'wasm32-unknown-unknown';
export const NO_TOOLCHAIN = 3;
const crate = join(dirname(dirname(fileURLToPath(import.meta.url))), 'rhai-wasm');
const cargoHome = process.env.CARGO_HOME ?? join(homedir(), '.cargo');

/** 26 pages; the deepest script that Rhai's own limits allow used 1,542,036 bytes (docs/decisions/0010-shadow-stack.md). */
const STACK_BYTES = 26 * 65_536;

/** What changes the bytes, machine paths excepted. Recorded beside the module. */
export const FLAGS = ['-C target-feature=+simd128,+tail-call,+extended-const'];
/** Only for the last step, so that changing one of them compiles nothing but this crate again. */
export const LINK_FLAGS = ['-C link-arg=--import-memory', `-C link-arg=-zstack-size=${STACK_BYTES}`];
/** ahash takes its keys from this at build time; without it two builds differ. */
const SEED = 'picloud';

function output(command, args, env = {}) {
	const result = spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, ...env } });
	return result.status === 0 ? result.stdout.trim() : undefined;
}

/** The compiler to use: rustup's with the target installed, else Debian's `rustc-web`, which builds its own `std`. */
export function toolchain() {
	const cargo = [join(cargoHome, 'bin/cargo'), 'cargo'].find((path) => output(path, ['--version']));
	if (!cargo) return undefined;
	for (const rustc of [join(cargoHome, 'bin/rustc'), 'rustc']) {
		const sysroot = output(rustc, ['--print', 'sysroot']);
		if (sysroot && existsSync(join(sysroot, 'lib/rustlib', TARGET, 'lib'))) {
			if (readdirSync(join(sysroot, 'lib/rustlib', TARGET, 'lib')).some((name) => name.startsWith('libstd-'))) {
				return {
					kind: 'rustup',
					cargo,
					rustc,
					sysroot,
					version: output(rustc, ['--version']),
					args: [],
					env: {},
					flags: []
				};
			}
		}
	}
	const rustc = '/usr/bin/rustc';
	const sysroot = output(rustc, ['--print', 'sysroot']);
	const linker = ['wasm-ld', ...[22, 21, 20, 19].map((version) => `wasm-ld-${version}`)].find((name) =>
		output(name, ['--version'])
	);
	if (!sysroot || !linker || !existsSync(join(sysroot, 'lib/rustlib/src/rust/library/std'))) return undefined;
	return {
		kind: 'rustc-web',
		cargo,
		rustc,
		sysroot,
		version: `${output(rustc, ['--version'])}, ${output(linker, ['--version'])}`,
		args: ['-Z', 'build-std=std,panic_abort'],
		env: { RUSTC_BOOTSTRAP: '1', CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER: linker },
		flags: ['-C linker-flavor=wasm-ld']
	};
}

/** No path of this machine may get into the module: panics carry the path of their source file. */
function remap(sysroot) {
	const sources = join(cargoHome, 'registry/src');
	const pairs = [
		[cargoHome, '/cargo'],
		...(existsSync(sources) ? readdirSync(sources).map((name) => [join(sources, name), '/crates']) : []),
		[sysroot, '/rust'],
		[realpathSync(sysroot), '/rust'],
		[crate, '/rhai-wasm']
	];
	const library = join(sysroot, 'lib/rustlib/src/rust');
	if (existsSync(library)) pairs.push([library, '/rust-source'], [realpathSync(library), '/rust-source']);
	// The last match wins in rustc, so the longest prefixes go last.
	return pairs.sort((a, b) => a[0].length - b[0].length).map(([from, to]) => `--remap-path-prefix=${from}=${to}`);
}

function leb128(value) {
	const bytes = [];
	do {
		bytes.push((value & 127) | (value > 127 ? 128 : 0));
		value >>>= 7;
	} while (value > 0);
	return Buffer.from(bytes);
}

/** Appends a custom section: the host reads it from the module, and no instance carries it in its memory. */
function withSection(wasm, name, payload) {
	const title = Buffer.from(name);
	const content = Buffer.concat([leb128(title.length), title, payload]);
	return Buffer.concat([wasm, Buffer.from([0]), leb128(content.length), content]);
}

/** Compiles the crate. Answers the bytes of the finished module. */
export function build(tools, targetDirectory) {
	const separator = '\x1f';
	const flags = [...FLAGS, ...tools.flags].flatMap((flag) => flag.split(' ')).concat(remap(tools.sysroot));
	const result = spawnSync(
		tools.cargo,
		[
			...[
				'rustc',
				...tools.args,
				'--lib',
				'--release',
				'--locked',
				'--target',
				TARGET,
				'--target-dir',
				targetDirectory
			],
			...['--', ...LINK_FLAGS.flatMap((flag) => flag.split(' '))]
		],
		{
			cwd: crate,
			stdio: ['ignore', 2, 2],
			env: {
				...process.env,
				...tools.env,
				RUSTC: tools.rustc,
				RUSTFLAGS: '',
				CARGO_ENCODED_RUSTFLAGS: flags.join(separator),
				CONST_RANDOM_SEED: SEED
			}
		}
	);
	if (result.status !== 0) return undefined;
	const compiled = readFileSync(join(targetDirectory, TARGET, 'release/rhai_wasm.wasm'));
	const metadata = JSON.stringify(JSON.parse(readFileSync(join(crate, 'metadata.json'), 'utf8')));
	const pages = withSection(compiled, 'picloud.pages', Buffer.from(String(memoryPages(compiled))));
	return withSection(pages, 'picloud.metadata', Buffer.from(metadata));
}

/** How many pages the module's imported memory has at least. The host makes that memory, and no WebAssembly API tells it. */
function memoryPages(wasm) {
	let at = 8;
	const number = () => {
		let value = 0;
		for (let shift = 0; ; shift += 7) {
			const byte = wasm[at++];
			value += (byte & 127) * 2 ** shift;
			if (byte < 128) return value;
		}
	};
	const IMPORTS = 2;
	while (wasm[at++] !== IMPORTS) at = number() + at;
	number();
	for (let left = number(); left > 0; left--) {
		for (let names = 0; names < 2; names++) at = number() + at;
		const kind = wasm[at++];
		if (kind === 0) number();
		else if (kind === 2) {
			at++;
			return number();
		} else throw new Error(`unexpected import of kind ${kind}`);
	}
	throw new Error('the module imports no memory');
}

export function sha256(bytes) {
	return createHash('sha256').update(bytes).digest('hex');
}

/** What `dist/rhai.wasm.json` says. */
export function record(tools, wasm) {
	return {
		toolchain: { kind: tools.kind, version: tools.version },
		flags: [...FLAGS, ...LINK_FLAGS, ...tools.flags],
		profile: 'release: opt-level 3, fat LTO, one codegen unit, panic=abort, stripped',
		seed: SEED,
		sha256: sha256(wasm),
		bytes: wasm.length,
		gzipBytes: gzipSync(wasm, { level: 9 }).length
	};
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const { values } = parseArgs({
		options: { 'target-dir': { type: 'string' }, out: { type: 'string' }, which: { type: 'boolean' } }
	});
	const tools = toolchain();
	if (!tools) {
		console.error(
			'wasm:build: no Rust toolchain for WebAssembly here. Either `rustup target add wasm32-unknown-unknown`, ' +
				'or on Debian `apt-get install rustc-web rust-web-src lld` beside any cargo. The committed module needs neither.'
		);
		process.exit(NO_TOOLCHAIN);
	}
	console.error(`wasm:build: ${tools.kind}, ${tools.version}`);
	if (values.which) process.exit(0);
	const wasm = build(tools, values['target-dir'] ?? join(crate, 'target'));
	if (!wasm) process.exit(1);
	const out = values.out ?? join(crate, 'dist');
	mkdirSync(out, { recursive: true });
	writeFileSync(join(out, 'rhai.wasm'), wasm);
	const about = record(tools, wasm);
	writeFileSync(join(out, 'rhai.wasm.json'), JSON.stringify(about, null, '\t') + '\n');
	console.error(`wasm:build: ${about.bytes} bytes, ${about.gzipBytes} gzipped, sha256 ${about.sha256.slice(0, 16)}`);
}
