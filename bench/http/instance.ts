import { loadEngine } from '../../rhai-wasm/ts/node.ts';
import type { Limits } from '../../rhai-wasm/ts/index.ts';

const INSTANCES = 200;
const LIMITS: Limits = {
	wall_time_ms: 1_000,
	cpu_time_ms: 1_000,
	memory_bytes: 64 * 1024 * 1024,
	operations: 1e6,
	service_calls: 1,
	log_bytes: 1_000,
	response_bytes: 1e6,
	call_depth: 64,
	source_bytes: 1e6
};

/** Resident KiB of an instance that has run a small script and waits for its next run. */
export async function instanceKilobytes(source: string): Promise<number> {
	const engine = await loadEngine();
	const idle = [];
	const make = async (): Promise<void> => {
		const instance = engine.instantiate({ memory_bytes: LIMITS.memory_bytes });
		const compiled = instance.compile(source);
		if (!compiled.ok) throw new Error(compiled.error.message);
		await instance.run({ event: '{"kind":"http","query":{}}', context: '{}', limits: LIMITS });
		idle.push(instance);
	};
	// The first ones also pay for compiled code that all share.
	for (let i = 0; i < 20; i += 1) await make();
	const before = process.memoryUsage().rss;
	for (let i = 0; i < INSTANCES; i += 1) await make();
	return Math.round((process.memoryUsage().rss - before) / INSTANCES / 1024);
}
