// `npm run bench:start`: how long a start takes until the first request is answered, and how long a stop takes.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setUp } from '../tests/fixtures/product.ts';
import { publish } from '../tests/fixtures/publish.ts';
import { startProduct, type Product } from '../tests/fixtures/start-product.ts';

/** Enough to see an outlier, few enough to wait for. */
const WARM_STARTS = 5;

const root = join(import.meta.dirname, '..');

interface Measured {
	product: Product;
	firstAnswerMs: number;
}

/** Starts the product and asks an address until it answers. */
async function measure(settings: Record<string, string>, address?: string): Promise<Measured> {
	const began = performance.now();
	const starting = startProduct(settings);
	if (address) while (!(await answers(address))) await new Promise((resolve) => setTimeout(resolve, 5));
	const answered = performance.now() - began;
	const product = await starting;
	return { product, firstAnswerMs: address ? answered : performance.now() - began };
}

async function answers(address: string): Promise<boolean> {
	return fetch(address).then(
		(response) => response.status === 200,
		() => false
	);
}

/** A build that is up to date is what a warm start finds; `npm start` makes one when it is not. */
await new Promise((resolve, reject) => {
	spawn(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: 'inherit' })
		.once('exit', resolve)
		.once('error', reject);
});

const first = await measure({});
const kept = await startProduct({ PICLOUD_DATA: join(first.product.settings.PICLOUD_DATA, '../kept') });
const address = await publish(kept, await setUp(kept), { name: 'hello', source: '"hello"' });
await kept.stop();

const starts: number[] = [];
const stops: number[] = [];
for (let i = 0; i < WARM_STARTS; i++) {
	const { product, firstAnswerMs } = await measure(kept.settings, address);
	starts.push(firstAnswerMs);
	stops.push(await product.stop());
}
await first.product.stop();
rmSync(join(kept.settings.PICLOUD_DATA, '..'), { recursive: true, force: true });

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const figures = {
	first_start_ms: Math.round(first.firstAnswerMs),
	warm_start_ms: Math.round(median(starts)),
	warm_start_worst_ms: Math.round(Math.max(...starts)),
	stop_ms: Math.round(median(stops))
};
console.log(`First start, with a new database, until the dashboard is up: ${figures.first_start_ms} ms`);
console.log(
	`Warm start until a published endpoint answers its first request: ${figures.warm_start_ms} ms (median of 5)`
);
console.log(`  the slowest of them: ${figures.warm_start_worst_ms} ms`);
console.log(`Stop: ${figures.stop_ms} ms`);
if (process.argv.includes('--json')) console.log(JSON.stringify({ name: 'start', figures }));
