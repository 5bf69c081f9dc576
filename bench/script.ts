// bench:script: how long scripts take in rhai-wasm, as a multiple of native Rhai's time.
//
//   node bench/script.ts [-- --json] [--rounds N]
//
// Both sides run Rhai's AST walker and count operations in a progress callback. `geomean_vs_native` compares with an engine as
// Rhai makes it; `geomean_vs_same_settings` with one that has PiCloud's settings too (no interning while running, no constant
// folding), which is what WebAssembly itself costs. The sides take turns, and the best time of each counts: noise only adds.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadEngine } from '../rhai-wasm/ts/node.ts';
import type { Limits } from '../rhai-wasm/ts/index.ts';

const crate = fileURLToPath(new URL('../rhai-wasm/', import.meta.url));
const { values } = parseArgs({
	options: { json: { type: 'boolean', default: false }, rounds: { type: 'string', default: '8' } },
	args: process.argv.slice(2).filter((argument) => argument !== '--')
});
const rounds = Number(values.rounds);

/** Far beyond what any of these scripts uses. */
const limits: Limits = {
	wall_time_ms: 60_000,
	cpu_time_ms: 60_000,
	memory_bytes: 256 * 1024 * 1024,
	operations: 1e15,
	service_calls: 0,
	log_bytes: 0,
	response_bytes: 1e6,
	call_depth: 64,
	source_bytes: 1e6
};

function buildNative(): string {
	const installed = join(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'bin/cargo');
	const cargo = existsSync(installed) ? installed : 'cargo';
	execFileSync(cargo, ['build', '--release', '--locked', '--bin', 'native-bench'], {
		cwd: crate,
		stdio: ['ignore', 'ignore', 'inherit']
	});
	return join(crate, 'target/release/native-bench');
}

const native = buildNative();
const directory = join(crate, 'bench');
const paths = readdirSync(directory)
	.filter((name) => name.endsWith('.rhai'))
	.map((name) => join(directory, name));
const engine = await loadEngine(process.env.RHAI_WASM_PATH);

const best = new Map(
	paths.map((path) => [basename(path, '.rhai'), { stock: Infinity, ours: Infinity, wasm: Infinity }])
);
const instances = paths.map((path) => {
	const instance = engine.instantiate({ memory_bytes: limits.memory_bytes });
	const compiled = instance.compile(readFileSync(path, 'utf8'));
	if (!compiled.ok) throw new Error(`${path}: ${compiled.error.message}`);
	return { name: basename(path, '.rhai'), instance };
});

for (let round = 0; round < rounds; round++) {
	for (const settings of ['stock', 'ours'] as const) {
		const line = execFileSync(native, [settings, '5', ...paths], { encoding: 'utf8' });
		for (const [name, ms] of Object.entries(JSON.parse(line) as Record<string, number>)) {
			const times = best.get(name);
			if (times !== undefined) times[settings] = Math.min(times[settings], ms);
		}
	}
	for (const { name, instance } of instances) {
		const times = best.get(name);
		for (let run = 0; run < 5; run++) {
			const result = await instance.run({ event: 'null', context: 'null', limits });
			if (!result.ok) throw new Error(`${name}: ${result.error.message}`);
			if (times !== undefined) times.wasm = Math.min(times.wasm, result.statistics.cpu_ms);
		}
	}
}

const figures: Record<string, number> = {};
let [vsStock, vsOurs] = [1, 1];
console.log('           native ms   same settings   wasm ms   ratio');
for (const [name, { stock, ours, wasm }] of best) {
	vsStock *= wasm / stock;
	vsOurs *= wasm / ours;
	figures[`${name}_native_ms`] = Number(stock.toFixed(2));
	figures[`${name}_wasm_ms`] = Number(wasm.toFixed(2));
	figures[`${name}_ratio`] = Number((wasm / stock).toFixed(3));
	const columns = [stock.toFixed(2).padStart(9), ours.toFixed(2).padStart(15), wasm.toFixed(2).padStart(9)];
	console.log(`${name.padEnd(10)} ${columns.join(' ')} ${(wasm / stock).toFixed(2).padStart(7)}`);
}
figures['geomean_vs_native'] = Number((vsStock ** (1 / best.size)).toFixed(3));
figures['geomean_vs_same_settings'] = Number((vsOurs ** (1 / best.size)).toFixed(3));
console.log(`geometric mean ${figures['geomean_vs_native']} of native (target: 1.2 or less)`);
console.log(`geometric mean ${figures['geomean_vs_same_settings']} of native with the same settings`);
if (values.json) console.log(JSON.stringify({ name: 'script', figures }));
