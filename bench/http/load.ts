import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

export interface Figures {
	perSecond: number;
	answered: number;
	failed: number;
	p50Ms: number;
	p99Ms: number;
}

const wrk = (process.env.PATH ?? '')
	.split(delimiter)
	.map((directory) => join(directory, 'wrk'))
	.find((path) => existsSync(path));

/** What makes the load; wrk takes less of the machine from what is measured. */
export const generator = wrk ? 'wrk' : 'autocannon';

/** Loads an address of this machine for some seconds. */
export async function load(
	address: string,
	{ connections, seconds }: { connections: number; seconds: number }
): Promise<Figures> {
	if (!['localhost', '127.0.0.1'].includes(new URL(address).hostname)) throw new Error('only this machine is loaded');
	return wrk ? withWrk(wrk, address, connections, seconds) : withAutocannon(address, connections, seconds);
}

async function withWrk(program: string, address: string, connections: number, seconds: number): Promise<Figures> {
	const child = spawn(program, ['-t1', `-c${String(connections)}`, `-d${String(seconds)}`, '--latency', address]);
	let output = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
	await once(child, 'close');
	const number = (pattern: RegExp): number => Number(pattern.exec(output)?.[1] ?? 0);
	const milliseconds = (share: string): number => {
		const [, value, unit] = new RegExp(`${share}%\\s+([\\d.]+)(us|ms|s)`).exec(output) ?? [];
		return Number(value) * (unit === 'us' ? 0.001 : unit === 's' ? 1_000 : 1);
	};
	return {
		perSecond: number(/Requests\/sec:\s+([\d.]+)/),
		answered: number(/(\d+) requests in/),
		failed: number(/Non-2xx or 3xx responses: (\d+)/),
		p50Ms: milliseconds('50'),
		p99Ms: milliseconds('99')
	};
}

interface AutocannonResult {
	requests: { average: number; total: number };
	latency: { p50: number; p99: number };
	non2xx: number;
	errors: number;
}

async function withAutocannon(address: string, connections: number, seconds: number): Promise<Figures> {
	const program = createRequire(import.meta.url).resolve('autocannon/autocannon.js');
	const child = spawn(process.execPath, [program, '--json', '-c', String(connections), '-d', String(seconds), address]);
	let output = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
	await once(child, 'close');
	const result = JSON.parse(output) as AutocannonResult;
	return {
		perSecond: result.requests.average,
		answered: result.requests.total,
		failed: result.non2xx + result.errors,
		p50Ms: result.latency.p50,
		p99Ms: result.latency.p99
	};
}
