import { ask } from './fixtures/ask.ts';
import { CATASTROPHIC_CALL, EXPLODING_SOURCE, HOSTILE_SCRIPTS } from './fixtures/hostile-scripts.ts';
import { load } from './fixtures/load.ts';
import { neighbour } from './fixtures/neighbour.ts';
import { expect, publish, startProduct, setUp, test, type Administrator, type Product } from './fixtures/product.ts';

/** The longest any of them may take here: CPU time 10 s, shared with others of the kind. */
const PATIENCE_MS = 90_000;

/** The recorded error of an execution, from its page's data. */
async function recordedError(product: Product, { project, cookie }: Administrator, id: string): Promise<string> {
	const page = `${product.dashboard}/${project}/executions/${id}`;
	for (let tries = 0; tries < 100; tries += 1) {
		const answer = await fetch(page, { headers: { cookie } });
		if (answer.ok) return answer.text();
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	throw new Error(`the execution ${id} was not recorded`);
}

test.describe.configure({ timeout: 180_000 });

for (const { name, source, says } of HOSTILE_SCRIPTS)
	test(`${name} is ended by its own limit while a neighbour is answered`, async ({ product, administrator }) => {
		const hello = await publish(product, administrator, { name: `beside-${name}`, source: '"hello"' });
		const address = await publish(product, administrator, { name, source });
		const beside = neighbour(hello);
		const answer = await ask(address);
		const latencies = await beside.stop();

		expect(answer.status).toBe(500);
		const id = String(answer.headers['x-picloud-execution']);
		expect(await recordedError(product, administrator, id)).toMatch(says);
		expect([...latencies.statuses]).toEqual([200]);
		console.log(`${name}: neighbour's p99 ${latencies.p99.toFixed(1)} ms over ${String(latencies.count)} requests`);
	});

test('a source that explodes while it is compiled is not published', async ({ product, administrator }) => {
	await expect(publish(product, administrator, { name: 'exploding', source: EXPLODING_SOURCE })).rejects.toThrow(
		/Publishing answered 422[\s\S]*limit\.compile_time_ms/
	);
});

test('32 endless loops at once are each ended while a neighbour is answered', async ({ product, administrator }) => {
	const hello = await publish(product, administrator, { name: 'beside-many', source: '"hello"' });
	const address = await publish(product, administrator, { name: 'many-loops', source: 'loop {}' });
	const beside = neighbour(hello);
	const answers = await Promise.all(
		Array.from({ length: 32 }, () => fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) }))
	);
	const latencies = await beside.stop();
	expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 32 }, () => 500));
	expect([...latencies.statuses]).toEqual([200]);
	expect(latencies.count).toBeGreaterThan(50);
	console.log(`32 loops: neighbour's p99 ${latencies.p99.toFixed(1)} ms over ${String(latencies.count)} requests`);
});

test('a native call that does not end costs its executor only: another answers, and a new one is started', async () => {
	const product = await startProduct({ PICLOUD_EXECUTORS: '2' });
	try {
		const administrator = await setUp(product);
		const hello = await publish(product, administrator, { name: 'hello', source: '"hello"' });
		const address = await publish(product, administrator, { name: 'catastrophic', source: CATASTROPHIC_CALL });
		const clients = load(hello);
		await expect.poll(() => product.pids().executors.length, { timeout: 20_000 }).toBe(2);
		const before = product.pids().executors;

		const answer = await ask(address);
		expect(answer.status).toBe(503);
		expect(answer.headers['retry-after']).toBe('1');
		await expect.poll(() => product.pids().executors.filter((pid) => !before.includes(pid)).length).toBe(1);
		await clients.steady();
		await clients.stop();
		const { seen } = clients;
		// Only what ran on the same executor at that moment may have been refused.
		expect(seen().get(0) ?? 0).toBe(0);
		expect(seen().get(503) ?? 0).toBeLessThanOrEqual(8);
		expect(seen().get(200) ?? 0).toBeGreaterThan(100);
	} finally {
		await product.stop();
	}
});
