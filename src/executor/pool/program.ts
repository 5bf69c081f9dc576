import type { Limits } from 'rhai-wasm';

/** Smallest reservation: an instance that ran something small takes about this much. */
const LEAST_BYTES = 2 * 1024 * 1024;

/** Set aside for a program that has not run yet; one that grows past it asks for more. */
const UNKNOWN_BYTES = 8 * 1024 * 1024;

/**
 * A source with the project and limits it runs under. Executors know it by its number, and never share an instance
 * between two programs.
 */
export interface Program {
	readonly number: number;
	readonly projectId: string;
	readonly source: string;
	readonly limits: Limits;
	/** Bytes a run is expected to take, as far as runs have shown. */
	reserve: number;
	learned: boolean;
}

let programs = 0;

export function program(projectId: string, source: string, limits: Limits): Program {
	programs += 1;
	return {
		number: programs,
		projectId,
		source,
		limits,
		reserve: Math.min(limits.memory_bytes, UNKNOWN_BYTES),
		learned: false
	};
}

/** Learns from a run's peak: with a quarter on top, so that somewhat bigger events fit as well. */
export function learnMemory(of: Program, peak: number): void {
	const wanted = Math.min(of.limits.memory_bytes, Math.max(LEAST_BYTES, peak * 1.25));
	of.reserve = of.learned ? Math.max(of.reserve, wanted) : wanted;
	of.learned = true;
}
