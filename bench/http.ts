// bench:http: a published endpoint with everything recorded, beside workerd and a bare node:http server.
//
//   node bench/http.ts [--json] [--seconds N] [--connections N] [--rounds N] [--cold N]
//
// All three get the same load in turns, and the median round of each counts. The product is started from its build, with a
// data directory of its own. Cold starts are scripts never run before on that process, each called once.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { publish, setUp } from '../tests/fixtures/product.ts';
import { freePort, startProduct } from '../tests/fixtures/start-product.ts';
import { firstRequests, timeRequest } from './http/cold.ts';
import { instanceKilobytes } from './http/instance.ts';
import { generator, load, type Figures } from './http/load.ts';
import { residentMegabytes } from './http/memory.ts';
import { bareNode, workerd } from './http/rivals.ts';

const { values } = parseArgs({
	options: {
		json: { type: 'boolean', default: false },
		seconds: { type: 'string', default: '5' },
		connections: { type: 'string', default: '32' },
		rounds: { type: 'string', default: '3' },
		cold: { type: 'string', default: '200' }
	},
	args: process.argv.slice(2).filter((argument) => argument !== '--')
});
const seconds = Number(values.seconds);
const connections = Number(values.connections);
const rounds = Number(values.rounds);
const HELLO = '#{ message: "Hello " + (req.query.name ?? "world") }';

const databasePort = String(await freePort());
const product = await startProduct({ PICLOUD_DATABASE_PORT: databasePort, PICLOUD_LOG_LEVEL: 'warn' });
const rivals = [await workerd(await freePort()), await bareNode(await freePort())];
try {
	const administrator = await setUp(product);
	const hello = `${await publish(product, administrator, { name: 'hello', source: HELLO })}?name=you`;
	const password = readFileSync(join(product.settings.PICLOUD_DATA, 'postgres/password'), 'utf8').trim();
	const database = new pg.Client({ host: '127.0.0.1', port: Number(databasePort), user: 'postgres', password });
	// The product's stop ends it, whatever happened before.
	database.on('error', () => undefined);
	await database.connect();
	const count = async (): Promise<number> => {
		const { rows } = await database.query<{ count: string }>('select count(*) from executions');
		return Number(rows[0]?.count);
	};

	const names = ['picloud', ...rivals.map(({ name }) => name)];
	const servers = [
		{ name: 'picloud', address: hello, pids: (): number[] => Object.values(product.pids()).flat().filter(isPid) },
		...rivals.map(({ name, address, pid }) => ({ name, address, pids: () => [pid] }))
	];
	const measured = new Map<string, (Figures & { megabytes: number })[]>(names.map((name) => [name, []]));
	let answered = 0;
	for (const { address } of servers) await load(address, { connections, seconds: 2 });
	await settled(count);
	const before = await count();
	for (let round = 0; round < rounds; round += 1)
		for (const { name, address, pids } of servers) {
			const figures = await load(address, { connections, seconds });
			if (figures.failed > 0) throw new Error(`${name} failed ${String(figures.failed)} requests`);
			measured.get(name)?.push({ ...figures, megabytes: residentMegabytes(...pids()) });
			if (name === 'picloud') answered += figures.answered;
		}
	const recorded = (await settled(count)) - before;

	const cold: string[] = [];
	for (let i = 0; i < Number(values.cold); i += 4)
		cold.push(
			...(await Promise.all(
				[i, i + 1, i + 2, i + 3].map((n) =>
					publish(product, administrator, { name: `cold-${String(n)}`, source: `let n = ${String(n)};\n${HELLO}` })
				)
			))
		);
	await timeRequest(hello);
	const first = await firstRequests(cold);
	await database.end();

	const median = (name: string): Figures & { megabytes: number } => {
		const sorted = (measured.get(name) ?? []).toSorted((a, b) => a.perSecond - b.perSecond);
		const middle = sorted[Math.floor(sorted.length / 2)];
		if (!middle) throw new Error(`${name} was not measured`);
		return middle;
	};
	console.log(
		`${generator}, ${String(connections)} connections, median of ${String(rounds)} rounds of ${String(seconds)} s`
	);
	console.table(
		Object.fromEntries(
			names.map((name) => {
				const { perSecond, p50Ms, p99Ms, megabytes } = median(name);
				const row = {
					'requests/s': Math.round(perSecond),
					'p50 ms': p50Ms,
					'p99 ms': p99Ms,
					'resident MiB': megabytes
				};
				return [name, row];
			})
		)
	);
	const ratio = (to: string): number => rounded(median('picloud').perSecond / median(to).perSecond);
	const figures = {
		vs_workerd: ratio('workerd'),
		vs_node: ratio('node:http'),
		cold_p50_ms: rounded(first.p50Ms),
		cold_p99_ms: rounded(first.p99Ms),
		instance_kb: await instanceKilobytes(HELLO),
		// Requests under way when the load ended are recorded too, though the client did not count them.
		recorded_ratio: recorded >= answered ? 1 : recorded / answered
	};
	console.table(figures);
	if (values.json) console.log(JSON.stringify({ name: 'http', figures }));
} finally {
	for (const rival of rivals) rival.stop();
	await product.stop();
}

function isPid(pid: number | undefined): pid is number {
	return pid !== undefined;
}

function rounded(value: number): number {
	return Math.round(value * 100) / 100;
}

/** The count once it does not change any more: recording trails the answers by a batch. */
async function settled(count: () => Promise<number>): Promise<number> {
	for (let last = -1; ;) {
		const now = await count();
		if (now === last) return now;
		last = now;
		await new Promise((resolve) => setTimeout(resolve, 500));
	}
}
