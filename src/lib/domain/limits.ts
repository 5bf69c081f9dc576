import * as v from 'valibot';

/** What one invocation may use. Names are those of rhai-wasm's errors, so a failure names its own setting. */
export interface Limits {
	wall_time_ms: number;
	cpu_time_ms: number;
	memory_bytes: number;
	operations: number;
	service_calls: number;
	log_bytes: number;
	response_bytes: number;
	call_depth: number;
	source_bytes: number;
}

const MiB = 1024 * 1024;

/** Generous for a request, and small enough that a node holds many at once. */
export const DEFAULT_LIMITS: Readonly<Limits> = Object.freeze({
	wall_time_ms: 30_000,
	cpu_time_ms: 10_000,
	memory_bytes: 64 * MiB,
	operations: 50_000_000,
	service_calls: 1_000,
	log_bytes: 256 * 1024,
	response_bytes: 6 * MiB,
	call_depth: 64,
	source_bytes: 256 * 1024
});

/** The most that a script's own settings may ask for; what is absent can't be changed per script. */
export const CEILINGS = Object.freeze({
	wall_time_ms: 300_000,
	cpu_time_ms: 60_000,
	memory_bytes: 512 * MiB,
	operations: 1_000_000_000
});

const within = (ceiling: number, least: number, what: string) =>
	v.optional(
		v.pipe(
			v.number(`${what} is a number.`),
			v.integer(`${what} is a whole number.`),
			v.minValue(least, `${what} is at least ${String(least)}.`),
			v.maxValue(ceiling, `${what} is at most ${String(ceiling)}.`)
		)
	);

/** The limits a script sets for itself; each absent one is the default. */
export const ScriptLimits = v.object({
	wall_time_ms: within(CEILINGS.wall_time_ms, 100, 'Wall time (ms)'),
	cpu_time_ms: within(CEILINGS.cpu_time_ms, 50, 'CPU time (ms)'),
	/** An instance itself takes about 2 MiB, so less than 8 leaves a script nothing to work with. */
	memory_bytes: within(CEILINGS.memory_bytes, 8 * MiB, 'Memory (bytes)'),
	operations: within(CEILINGS.operations, 1_000, 'Operations')
});
export type ScriptLimits = v.InferOutput<typeof ScriptLimits>;

/** The limits of one run: the script's own where it has them, the defaults elsewhere. */
export function effective(own: ScriptLimits): Limits {
	const limits: Limits = { ...DEFAULT_LIMITS };
	for (const name of Object.keys(ScriptLimits.entries) as (keyof ScriptLimits)[])
		limits[name] = own[name] ?? limits[name];
	return limits;
}
