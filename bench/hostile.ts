// bench:hostile: what a neighbour's caller notices of hostile scripts.
//
//   node bench/hostile.ts [--json]
//
// Each hostile script runs alone and 32 times at once while another script's endpoint is called every few milliseconds.
// `others_p99_ms` is the neighbour's latency on the executors that a catastrophic native call does not block: calls that the
// killed executor had are answered 503 and counted as `refused`.
import { parseArgs } from 'node:util';
import { CATASTROPHIC_CALL, HOSTILE_SCRIPTS } from '../tests/fixtures/hostile-scripts.ts';
import { neighbour, type Latencies } from '../tests/fixtures/neighbour.ts';
import { publish, setUp } from '../tests/fixtures/product.ts';
import { startProduct } from '../tests/fixtures/start-product.ts';

/** So that enough calls fall into even the shortest script's time. */
const LEAST_MS = 2_000;
const AT_ONCE = 32;

const { values } = parseArgs({
	options: { json: { type: 'boolean', default: false } },
	args: process.argv.slice(2).filter((argument) => argument !== '--')
});

const product = await startProduct({ PICLOUD_EXECUTORS: '2', PICLOUD_LOG_LEVEL: 'error' });
const figures: Record<string, number> = {};
try {
	const administrator = await setUp(product);
	const hello = await publish(product, administrator, { name: 'hello', source: '"hello"' });
	const scripts = [...HOSTILE_SCRIPTS, { name: 'catastrophic', source: CATASTROPHIC_CALL }];
	for (const { name, source } of scripts) {
		const address = await publish(product, administrator, { name, source });
		for (const atOnce of [1, AT_ONCE]) {
			const { latencies, statuses } = await beside(hello, address, atOnce);
			const key = `${name.replaceAll('-', '_')}_${String(atOnce)}_p99_ms`;
			figures[key] = Math.round(latencies.p99 * 10) / 10;
			console.log(
				`${name} × ${String(atOnce)}: answered ${JSON.stringify(statuses)}; neighbour p50 ${latencies.p50.toFixed(1)} ms, ` +
					`p99 ${latencies.p99.toFixed(1)} ms, ${String(latencies.count)} calls, statuses ${[...latencies.statuses].join(', ')}`
			);
		}
	}
} finally {
	await product.stop();
}
if (values.json) console.log(JSON.stringify({ name: 'hostile', figures }));

/** Calls the neighbour while the hostile script runs, again and again until enough calls were made. */
async function beside(
	hello: string,
	address: string,
	atOnce: number
): Promise<{ latencies: Latencies; statuses: Record<number, number> }> {
	const statuses: Record<number, number> = {};
	const calls = neighbour(hello);
	const until = performance.now() + LEAST_MS;
	do {
		const answers = await Promise.all(Array.from({ length: atOnce }, () => fetch(address)));
		for (const answer of answers) {
			await answer.arrayBuffer();
			statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
		}
	} while (performance.now() < until);
	return { latencies: await calls.stop(), statuses };
}
