import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { load, type Load } from './fixtures/load.ts';
import { around, descendants, everyone } from './fixtures/processes.ts';
import { expect, publish, setUp, startProduct, test, type Product } from './fixtures/product.ts';
import { freePort, temporary } from './fixtures/start-product.ts';
import { runStarter } from './fixtures/starter.ts';

/** What the README promises. */
const STOPS_WITHIN_MS = 5_000;
const BACK_WITHIN_MS = 5_000;

/** Every process of a product, whoever is its parent by now. */
function allOf(product: Product): number[] {
	const below = descendants(product.started.pid).map((entry) => entry.pid);
	return [...new Set([...below, ...around(product.settings.PICLOUD_DATA).map((entry) => entry.pid)])];
}

function stillAlive(pids: number[]): string[] {
	return everyone().flatMap((entry) => (pids.includes(entry.pid) ? [entry.command] : []));
}

function kill(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL');
	} catch {
		// It has ended by itself meanwhile.
	}
}

test.describe('a start', () => {
	test('on a data directory that is in use says that one is running, where, and which process', async ({ product }) => {
		const second = runStarter({
			...product.settings,
			PICLOUD_PORT: String(await freePort()),
			PICLOUD_ENDPOINT_PORT: String(await freePort())
		});

		expect(await second.ended).toBe(1);
		expect(second.log()).toContain(`already running on ${product.settings.PICLOUD_DATA}`);
		expect(second.log()).toContain(`(process ${String(product.pids().manager)})`);
	});

	for (const setting of ['PICLOUD_PORT', 'PICLOUD_ENDPOINT_PORT'])
		test(`on a taken port names it, and ${setting} as what moves it`, async () => {
			const other = createServer();
			const port = await freePort();
			await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
			const data = temporary();
			const started = runStarter({
				PICLOUD_DATA: data,
				PICLOUD_PORT: String(await freePort()),
				PICLOUD_ENDPOINT_PORT: String(await freePort()),
				[setting]: String(port)
			});

			expect(await started.ended).toBe(1);
			expect(started.log()).toContain(`Port ${String(port)} is taken`);
			expect(started.log()).toContain(`set ${setting} to`);
			other.close();
			rmSync(data, { recursive: true });
		});

	test('with a setting that makes no sense names the setting', async () => {
		const started = runStarter({ PICLOUD_PORT: 'dashboard', PICLOUD_DATA: '/nonexistent/picloud' });

		expect(await started.ended).toBe(1);
		expect(started.log()).toContain('PICLOUD_PORT');
	});
});

test.describe('a stop', () => {
	test('by Ctrl-C takes under 5 s, with streams open, and leaves no process', async () => {
		const product = await startProduct();
		const ada = await setUp(product);
		const stream = await fetch(`${product.dashboard}/live?scripts=`, { headers: { cookie: ada.cookie } });
		const before = allOf(product);
		expect(before.length).toBeGreaterThan(5);

		const began = performance.now();
		// A terminal sends it to every process of the foreground group.
		process.kill(-product.started.pid, 'SIGINT');
		expect(await product.started.ended).toBe(0);

		expect(performance.now() - began).toBeLessThan(STOPS_WITHIN_MS);
		expect(stillAlive(before)).toEqual([]);
		await stream.body?.cancel().catch(() => undefined);
		await product.stop();
	});

	test('by kill -9 of the starter leaves no process', async () => {
		const product = await startProduct();
		const before = allOf(product);

		product.started.signal('SIGKILL');

		await expect.poll(() => stillAlive(before), { timeout: STOPS_WITHIN_MS }).toEqual([]);
		await product.stop();
	});
});

test.describe('after kill -9 under load', () => {
	let product: Product;
	let address: string;
	let requests: Load;

	test.beforeAll(async () => {
		product = await startProduct();
		const ada = await setUp(product);
		address = await publish(product, ada, { name: 'hello', source: '"hello " + event.path' });
		requests = load(address);
		await requests.steady();
	});

	test.afterAll(async () => {
		await requests.stop();
		await product.stop();
	});

	const victims: [string, () => number | undefined, RegExp][] = [
		['the worker', () => product.pids().worker, /the worker ended by itself \(killed by SIGKILL\)/],
		['an executor', () => product.pids().executors[0], /executor/],
		['PostgreSQL', () => product.pids().postgres, /PostgreSQL ended by itself: starting it again/]
	];
	for (const [name, find, said] of victims)
		test(`of ${name} endpoints answer again within 5 s, and the log says what happened`, async () => {
			const victim = find();
			const before = product.log().length;
			expect(victim).toBeDefined();

			process.kill(victim ?? 0, 'SIGKILL');
			expect(await requests.steady()).toBeLessThan(BACK_WITHIN_MS);

			expect(product.log().slice(before)).toMatch(said);
			await expect
				.poll(() => fetch(`${product.dashboard}/login`).then((response) => response.status), {
					timeout: BACK_WITHIN_MS
				})
				.toBe(200);
		});

	test('of the manager nothing is left over, and the next start has everything again', async () => {
		const before = allOf(product);

		process.kill(product.pids().manager ?? 0, 'SIGKILL');
		await product.started.ended;
		await expect.poll(() => stillAlive(before), { timeout: STOPS_WITHIN_MS }).toEqual([]);

		const again = await startProduct(product.settings);
		expect(await (await fetch(address)).text()).toBe('hello /hello');
		expect(again.setupLink).toBeUndefined();
		await again.stop();
	});

	test('of everything at once the next start has everything again', async () => {
		const victim = await startProduct(product.settings);
		// Those whose parent was killed first may be ending already.
		for (const pid of allOf(victim)) kill(pid);
		await victim.started.ended;

		const again = await startProduct(product.settings);
		expect(await (await fetch(address)).text()).toBe('hello /hello');
		await again.stop();
	});
});

test('a manager and a worker on two nodes share a database and nothing else', async () => {
	const manager = await startProduct({ PICLOUD_ROLES: 'manager' });
	const postgres = join(manager.settings.PICLOUD_DATA, 'postgres');
	const password = readFileSync(join(postgres, 'password'), 'utf8').trim();
	const port = readFileSync(join(postgres, 'port'), 'utf8').trim();
	const data = temporary();
	const worker = await startProduct({
		PICLOUD_ROLES: 'worker',
		PICLOUD_DATA: data,
		DATABASE_URL: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
	});
	expect(manager.endpoints).toBe('');
	expect(worker.dashboard).toBe('');

	const ada = await setUp(manager);
	const address = await publish({ ...manager, endpoints: worker.endpoints }, ada, { name: 'hello', source: '42' });
	await expect.poll(() => fetch(address).then((response) => response.status)).toBe(200);

	await worker.stop();
	await manager.stop();
	rmSync(data, { recursive: true });
});
