import type { Program } from './program.ts';
import type { RefusalReason } from './run.ts';

export interface Admission {
	/** Takes a place and memory for a run of the program, or says what there is too little of. */
	admit: (program: Program) => RefusalReason | undefined;
	/** Takes more memory for a run that goes on; false when there is not enough. */
	grow: (bytes: number) => boolean;
	/** Gives back what `admit` took. `bytes` is the reservation of that time: it changes as the pool learns. */
	release: (program: Program, bytes: number) => void;
}

/** Keeps the runs of a node within its memory and each project within its number of runs (rules.md, 21). */
export function admission(limits: { memoryBytes: number; runsPerProject: number }): Admission {
	const running = new Map<string, number>();
	let reserved = 0;

	return {
		admit(program) {
			if ((running.get(program.projectId) ?? 0) >= limits.runsPerProject) return 'concurrency';
			// What is more than the node's whole memory still runs, alone.
			if (reserved > 0 && reserved + program.reserve > limits.memoryBytes) return 'memory';
			reserved += program.reserve;
			running.set(program.projectId, (running.get(program.projectId) ?? 0) + 1);
			return undefined;
		},
		grow(bytes) {
			if (reserved + bytes > limits.memoryBytes) return false;
			reserved += bytes;
			return true;
		},
		release({ projectId }, bytes) {
			reserved -= bytes;
			const left = (running.get(projectId) ?? 1) - 1;
			if (left > 0) running.set(projectId, left);
			else running.delete(projectId);
		}
	};
}
