import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A server to compare with. */
export interface Rival {
	name: string;
	address: string;
	pid: number;
	stop: () => void;
}

/** The same small answer that the published script gives. */
const WORKERD_SOURCE = `export default { fetch(request) {
	const name = new URL(request.url).searchParams.get('name') ?? 'world';
	return Response.json({ message: 'Hello ' + name });
} };`;

const NODE_SOURCE = `import { createServer } from 'node:http';
createServer((request, response) => {
	const name = new URL(request.url, 'http://localhost').searchParams.get('name') ?? 'world';
	const body = JSON.stringify({ message: 'Hello ' + name });
	response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
	response.end(body);
}).listen(Number(process.argv[2]), '127.0.0.1');`;

const configuration = (port: number): string => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
	services = [(name = "main", worker = .hello)],
	sockets = [(name = "http", address = "127.0.0.1:${String(port)}", http = (), service = "main")]
);
const hello :Workerd.Worker = (
	modules = [(name = "hello.js", esModule = embed "hello.js")],
	compatibilityDate = "2026-01-01"
);`;

/** Cloudflare's runtime, from its npm package. */
export function workerd(port: number): Promise<Rival> {
	const platform = `${process.platform}-${process.arch === 'x64' ? '64' : process.arch}`;
	const require = createRequire(createRequire(import.meta.url).resolve('workerd/package.json'));
	const program = join(dirname(require.resolve(`@cloudflare/workerd-${platform}/package.json`)), 'bin/workerd');
	return start('workerd', port, (directory) => {
		writeFileSync(join(directory, 'hello.js'), WORKERD_SOURCE);
		writeFileSync(join(directory, 'config.capnp'), configuration(port));
		return [program, 'serve', join(directory, 'config.capnp')];
	});
}

/** The least that a server in Node.js does: what is left of it is what everything else costs. */
export function bareNode(port: number): Promise<Rival> {
	return start('node:http', port, (directory) => {
		writeFileSync(join(directory, 'server.mjs'), NODE_SOURCE);
		return [process.execPath, join(directory, 'server.mjs'), String(port)];
	});
}

async function start(name: string, port: number, prepare: (directory: string) => string[]): Promise<Rival> {
	const directory = mkdtempSync(join(tmpdir(), 'picloud-bench-'));
	const [program = '', ...rest] = prepare(directory);
	const child = spawn(program, rest, { stdio: ['ignore', 'ignore', 'inherit'] });
	const stop = (): void => {
		child.kill();
		rmSync(directory, { recursive: true, force: true });
	};
	const address = `http://127.0.0.1:${String(port)}/?name=you`;
	for (let tries = 0; tries < 100; tries += 1) {
		const answer = await fetch(address).catch(() => undefined);
		if (answer?.ok) return { name, address, pid: child.pid ?? 0, stop };
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	stop();
	throw new Error(`${name} did not start`);
}
