import type { Engine, Instance, Limits, ScriptError } from 'rhai-wasm';
import { DEFAULT_LIMITS } from '#lib/domain/limits.ts';

/** Idle instances take about a MiB each; more would only help bursts of more runs of as many scripts at one moment. */
const MOST_IDLE = 128;
/** Blank instances made ahead, so that a script's first run does not wait for one. */
const SPARES = 4;
/** Long enough that frames of this turn are sent before. */
const REFILL_PAUSE_MS = 1;

export interface Source {
	number: number;
	project: string;
	source: string;
	limits: Limits;
}

export type Taken = { ok: true; instance: Instance } | { ok: false; error: ScriptError };

export interface Instances {
	/** An instance that has the source compiled: an idle one, else a spare, else a new one. */
	take: (source: Source) => Taken;
	/** Gives back an instance that can be used again. */
	giveBack: (source: Source, instance: Instance) => void;
	/** Lets go of what is idle for a program. */
	forget: (program: number) => void;
}

/** Instances by program; none is ever used by two (rules.md, 17). */
export function instances(engine: Engine): Instances {
	const idle = new Map<number, Instance[]>();
	let idleCount = 0;
	const spares: Instance[] = [];
	let refilling = false;

	function refill(): void {
		refilling = false;
		if (spares.length >= SPARES) return;
		spares.push(engine.instantiate({ memory_bytes: DEFAULT_LIMITS.memory_bytes }));
		refillSoon();
	}

	/** One at a time, and after the answer that is just being sent: nobody waits for a spare to be made. */
	function refillSoon(): void {
		if (refilling || spares.length >= SPARES) return;
		refilling = true;
		setTimeout(refill, REFILL_PAUSE_MS);
	}

	function blank(memoryBytes: number): Instance {
		if (memoryBytes !== DEFAULT_LIMITS.memory_bytes) return engine.instantiate({ memory_bytes: memoryBytes });
		const spare = spares.pop();
		refillSoon();
		return spare ?? engine.instantiate({ memory_bytes: memoryBytes });
	}

	refillSoon();

	return {
		take({ number, source, limits }) {
			const known = idle.get(number);
			const ready = known?.pop();
			if (ready) {
				idleCount -= 1;
				return { ok: true, instance: ready };
			}
			const instance = blank(limits.memory_bytes);
			const compiled = instance.compile(source, {}, limits);
			return compiled.ok ? { ok: true, instance } : compiled;
		},
		giveBack({ number }, instance) {
			const known = idle.get(number);
			// Put last, so that the first key is the program that was idle longest.
			idle.delete(number);
			idle.set(number, known ?? []);
			idle.get(number)?.push(instance);
			idleCount += 1;
			if (idleCount <= MOST_IDLE) return;
			const [longest] = idle;
			if (!longest) return;
			longest[1].shift();
			idleCount -= 1;
			if (longest[1].length === 0) idle.delete(longest[0]);
		},
		forget(program) {
			idleCount -= idle.get(program)?.length ?? 0;
			idle.delete(program);
		}
	};
}
