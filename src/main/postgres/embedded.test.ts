import { spawn } from 'node:child_process';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import * as processTable from '../process-table.ts';
import { StartError } from '../start-error.ts';
import { open, type EmbeddedPostgres } from './embedded.ts';

// Making a database takes seconds on a busy machine, so the tests follow each other on one and leave it whole.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let above: string;
let data: string;
let said: string[];
let opened: EmbeddedPostgres[];

beforeAll(() => {
	above = mkdtempSync(join(tmpdir(), 'picloud-postgres-'));
	// As root PostgreSQL runs as another user, who must be able to enter.
	chmodSync(above, 0o755);
	data = join(above, 'data with a space');
});

beforeEach(() => {
	said = [];
	opened = [];
});

afterEach(async () => {
	for (const server of opened) await server.stop();
});

afterAll(() => {
	rmSync(above, { recursive: true, force: true });
});

async function start(port = 0, at = data): Promise<EmbeddedPostgres> {
	const note = (_: object, message: string): void => {
		said.push(message);
	};
	const server = await open({ data: at, port, log: { info: note, warn: note, error: note } });
	opened.push(server);
	return server;
}

async function ask(server: EmbeddedPostgres, sql: string): Promise<unknown> {
	const client = new pg.Client({ connectionString: server.url });
	client.on('error', () => undefined);
	await client.connect();
	try {
		const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
		return rows[0]?.[0];
	} finally {
		await client.end();
	}
}

const cluster = (): string => join(data, 'postgres/cluster');
const pidFile = (): string => join(cluster(), 'postmaster.pid');

/** Leaves a cluster behind whose server died: what a power cut leaves. */
async function crash(): Promise<void> {
	const server = await start();
	const stopped = server.stop();
	process.kill(server.pid(), 'SIGKILL');
	await stopped;
	opened.pop();
}

test('a first start makes a database that only its password opens, and keeps commits on disk', async () => {
	const server = await start();

	expect(await ask(server, 'select current_setting($$synchronous_commit$$)')).toBe('on');
	expect(await ask(server, 'select current_setting($$fsync$$)')).toBe('on');
	expect(await ask(server, 'select current_setting($$listen_addresses$$)')).toBe('127.0.0.1');
	expect(statSync(join(data, 'postgres/password')).mode & 0o777).toBe(0o600);
	expect(statSync(cluster()).mode & 0o777).toBe(0o700);
	const wrong = new URL(server.url);
	wrong.password = 'guessed';
	await expect(new pg.Client({ connectionString: wrong.href }).connect()).rejects.toThrow('password authentication');
});

test('a second start finds the same data at the same address', async () => {
	const first = await start();
	await ask(first, 'create table kept as select 1 as n');
	await first.stop();

	const second = await start();

	expect(second.url).toBe(first.url);
	expect(await ask(second, 'select n from kept')).toBe(1);
});

test('a server that already runs there is adopted, watched, and started again when it dies', async () => {
	const first = await start();
	const second = await start();
	expect(second.pid()).toBe(first.pid());
	opened.splice(opened.indexOf(first), 1);

	// The first one lets go as if its process were gone.
	await first.stop();
	await expect.poll(() => ask(second, 'select 1').catch(() => 0), { timeout: 10_000 }).toBe(1);

	expect(second.pid()).not.toBe(first.pid());
	expect(said).toContain('PostgreSQL is running again');
});

test('two starters at the same time end up with one server', async () => {
	const [one, other] = await Promise.all([start(), start()]);

	expect(one.pid()).toBe(other.pid());
	expect(await ask(other, 'select 1')).toBe(1);
});

test('a server that dies is started again by itself within 5 s, at the same address, with its data', async () => {
	const server = await start();
	const before = server.pid();

	process.kill(before, 'SIGKILL');

	await expect.poll(() => ask(server, 'select n from kept').catch(() => 0), { timeout: 5_000 }).toBe(1);
	expect(server.pid()).not.toBe(before);
	expect(said).toContain('PostgreSQL ended by itself: starting it again');
});

test('a postmaster.pid that a crash left behind does not hinder a start', async () => {
	await crash();
	expect(readFileSync(pidFile(), 'utf8')).not.toBe('');

	expect(await ask(await start(), 'select n from kept')).toBe(1);
});

test('a postmaster.pid whose pid another program has by now does not hinder a start', async () => {
	await crash();
	const lines = readFileSync(pidFile(), 'utf8').split('\n');
	writeFileSync(pidFile(), [String(process.pid), ...lines.slice(1)].join('\n'));

	expect(await ask(await start(), 'select n from kept')).toBe(1);
});

test('backends that outlive their server are ended before the next one starts', async () => {
	const server = await start();
	const busy = new pg.Client({ connectionString: server.url });
	busy.on('error', () => undefined);
	await busy.connect();
	// It computes without ever looking whether its server is still there.
	const query = busy.query('select count(*) from generate_series(1, 10000000000)').catch((error: unknown) => error);
	await expect.poll(() => ask(server, "select count(*) from pg_stat_activity where state = 'active'")).toBe('2');

	process.kill(server.pid(), 'SIGKILL');

	await expect.poll(() => ask(server, 'select 1').catch(() => 0), { timeout: 25_000 }).toBe(1);
	expect(await query).toBeInstanceOf(Error);
});

test('a cluster that was interrupted while it was made is made anew', async () => {
	const other = join(above, 'interrupted');
	mkdirSync(join(other, 'postgres/cluster.new/base'), { recursive: true });

	expect(await ask(await start(0, other), 'select 1')).toBe(1);
});

test('a taken port is named with the setting that moves it', async () => {
	const other = createServer();
	const port = await new Promise<number>((resolve) => {
		other.listen(0, '127.0.0.1', () => {
			const address = other.address();
			resolve(typeof address === 'object' && address ? address.port : 0);
		});
	});

	await expect(start(port)).rejects.toThrow(
		`Port ${String(port)} is taken, so PostgreSQL can't use it: set PICLOUD_DATABASE_PORT`
	);
	other.close();
});

test('a start that fails says why with the end of the log', async () => {
	const control = join(cluster(), 'global/pg_control');
	renameSync(control, `${control}.away`);

	const failure = await start().catch((error: unknown) => error);
	renameSync(`${control}.away`, control);

	expect(failure).toBeInstanceOf(StartError);
	expect(String(failure)).toContain('pg_control');
	expect(String(failure)).toContain(join(data, 'postgres/server.log'));
});

test('a lost password is named with its file', async () => {
	const file = join(data, 'postgres/password');
	renameSync(file, `${file}.away`);

	const failure = await start().catch((error: unknown) => error);
	renameSync(`${file}.away`, file);

	expect(failure).toBeInstanceOf(StartError);
	expect(String(failure)).toContain(file);
});

test('it runs as this user, or for root as another, and says what that one may not enter', async () => {
	const root = process.getuid?.() === 0;
	expect(statSync(cluster()).uid === process.getuid?.()).toBe(!root);
	chmodSync(above, 0o700);

	const failure = await start().catch((error: unknown) => error);
	chmodSync(above, 0o755);

	if (root) expect(String(failure)).toContain(`may not enter ${above}`);
	else expect(failure).not.toBeInstanceOf(Error);
});

test('the server ends with the process that runs it, however that ends', async () => {
	const script = join(import.meta.dirname, 'embedded.ts');
	const holder = spawn(
		process.execPath,
		[
			'--input-type=module-typescript',
			'--eval',
			`const { open } = await import(${JSON.stringify(script)});
			const quiet = () => undefined;
			const server = await open({ data: ${JSON.stringify(data)}, port: 0, log: { info: quiet, warn: quiet, error: quiet } });
			console.log(server.pid());
			setInterval(quiet, 1e6);`
		],
		{ stdio: ['ignore', 'pipe', 'inherit'] }
	);
	const pid = Number(await new Promise<Buffer>((resolve) => holder.stdout.once('data', resolve)));
	expect(processTable.alive(pid)).toBe(true);

	holder.kill('SIGKILL');

	await expect.poll(() => processTable.alive(pid), { timeout: 5_000 }).toBe(false);
	expect(existsSync(pidFile())).toBe(false);
});
