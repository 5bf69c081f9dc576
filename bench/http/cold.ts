import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** Milliseconds from sending a request to its whole answer, over one connection that is open already. */
export function timeRequest(address: string): Promise<number> {
	return new Promise((resolve, reject) => {
		const began = performance.now();
		const asking = request(address, { agent }, (response) => {
			response.resume();
			response.on('end', () => {
				if (response.statusCode === 200) resolve(performance.now() - began);
				else reject(new Error(`${address} answered ${String(response.statusCode)}`));
			});
		});
		asking.on('error', reject);
		asking.end();
	});
}

/** Calls every address once, one after another. */
export async function firstRequests(addresses: string[]): Promise<{ p50Ms: number; p99Ms: number }> {
	const taken: number[] = [];
	for (const address of addresses) {
		taken.push(await timeRequest(address));
		// As visits come: not in the very moment of the one before.
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
	taken.sort((a, b) => a - b);
	const at = (share: number): number => taken[Math.min(taken.length - 1, Math.floor(taken.length * share))] ?? NaN;
	return { p50Ms: at(0.5), p99Ms: at(0.99) };
}
