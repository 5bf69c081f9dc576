import type { Logger } from 'pino';
import type { Report } from '../protocol/frames.ts';
import { admission } from './admission.ts';
import { check, type Checked } from './check.ts';
import { Executor, LATE_AFTER_MS, type ExecutorOptions } from './executor.ts';
import { learnMemory, type Program } from './program.ts';
import type { RefusalReason, Run } from './run.ts';

/** One that has runs and said nothing for so long may be computing: others come first. */
const PROMPT_MS = 2;
/** Runs on one executor past which another is better, however prompt it is. */
const PACKED = 64;
/** Silence of eight heartbeats: longer than any pause of a busy machine, and short for those who wait. */
const KILL_AFTER_MS = 2_000;
/** How often silence and deadlines are looked at, only while something runs. */
const WATCH_MS = 125;
const LET_GO_AFTER_MS = 60_000;
/** A run that waits longer for memory or an executor is refused: its caller can try elsewhere. */
const LONGEST_WAIT_MS = 2_000;
const MOST_WAITING = 2_000;
/** The sandbox ends a run at its deadline; one that outlives it by so much is ended from here. */
const GRACE_MS = 1_000;
/** And one that even ignores that takes its process with it. */
const LONGEST_GRACE_MS = 5_000;
const LONGEST_PAUSE_MS = 5_000;
/** An executor that lived so long did not die of starting. */
const HEALTHY_AFTER_MS = 10_000;

const OUT_OF_MEMORY = 'the memory of this node (PICLOUD_MEMORY) is used up by running scripts';

export interface PoolOptions {
	entry: string;
	wasmPath: string;
	readable: string[];
	most: number;
	memoryBytes: number;
	runsPerProject: number;
	log: Logger;
}

export interface Pool {
	/** Runs a program once; how it ended, refusals included, is told to `run.ended`. */
	run: (run: Run) => void;
	/** Drops a program that will not run again. */
	forget: (program: Program) => void;
	/** Compiles a source in an executor of its own, within 250 ms, and throws that executor away (rules.md, 20). */
	check: (source: string) => Promise<Checked>;
	pids: () => number[];
	/** Resolves once at least one executor is ready. */
	ready: Promise<undefined>;
	/** Waits up to `patienceMs` for what runs, then ends every executor. New runs are refused at once. */
	stop: (patienceMs: number) => Promise<void>;
}

interface Waiting {
	run: Run;
	until: number;
	reason: RefusalReason;
}

const isFree = (executor: Executor): boolean => !executor.ready || executor.runs.size === 0;

/** Whether a candidate is better: by its number of runs (`sign` 1: fewer), and of equals one that has the program. */
function prefers(candidate: Executor, best: Executor | undefined, program: Program, sign: 1 | -1): boolean {
	if (best === undefined) return true;
	const fewer = (best.runs.size - candidate.runs.size) * sign;
	return fewer > 0 || (fewer === 0 && !best.knows(program) && candidate.knows(program));
}

/** The executors of a node: as many as work needs, one when there is none. */
export function startPool(options: PoolOptions): Pool {
	const { log } = options;
	const executors: Executor[] = [];
	const places = admission(options);
	const reserved = new Map<Run, number>();
	let waiting: Waiting[] = [];
	let lastRun = 0;
	let watch: NodeJS.Timeout | undefined;
	let letGo: NodeJS.Timeout | undefined;
	let crashes = 0;
	let restart: NodeJS.Timeout | undefined;
	let stopping = false;
	const { promise: ready, resolve: markReady } = Promise.withResolvers<undefined>();

	const executorOptions: ExecutorOptions = {
		entry: options.entry,
		wasmPath: options.wasmPath,
		readable: options.readable,
		heapMegabytes: 256,
		onReady() {
			markReady(undefined);
			serveWaiting();
		},
		onFreed(executor, run) {
			executor.lastWork = performance.now();
			places.release(run.program, reserved.get(run) ?? 0);
			reserved.delete(run);
			if (waiting.length > 0) setImmediate(serveWaiting);
		},
		onGrown(executor, number, run, bytes) {
			const held = reserved.get(run) ?? 0;
			// Twice what it has now, so that a growing script asks a few times only.
			const wanted = Math.min(run.program.limits.memory_bytes, bytes * 2);
			if (wanted <= held) return;
			if (places.grow(wanted - held)) {
				reserved.set(run, wanted);
				executor.reserve(number, wanted);
			} else executor.stopRun(number, OUT_OF_MEMORY);
		},
		onExit: exited,
		onRefused(executor, report: Report) {
			log.warn({ executor: executor.process.pid, report: report.is }, 'an executor spoke of a run that is not its own');
		}
	};

	function grow(): void {
		if (stopping || executors.length >= options.most) return;
		executors.push(new Executor(executorOptions));
		armLetGo();
	}

	function exited(executor: Executor, how: string): void {
		executors.splice(executors.indexOf(executor), 1);
		if (stopping) return;
		const onPurpose = executor.killedBecause !== undefined;
		if (executor.killedBecause === 'idle') return;
		log.warn({ executor: executor.process.pid, how, runs: executor.runs.size }, 'an executor ended; starting another');
		crashes = onPurpose || performance.now() - executor.startedAt > HEALTHY_AFTER_MS ? 0 : crashes + 1;
		if (crashes === 0) grow();
		else
			restart ??= setTimeout(
				() => {
					restart = undefined;
					grow();
				},
				Math.min(50 * 2 ** crashes, LONGEST_PAUSE_MS)
			);
	}

	/**
	 * Of the executors that answer promptly, the one with the most runs: then frames travel in larger batches and fewer
	 * processes are woken for them. When none is prompt or all are packed, the one with the fewest.
	 */
	function choose(program: Program): Executor | undefined {
		const now = performance.now();
		let packed: Executor | undefined;
		let emptiest: Executor | undefined;
		for (const executor of executors) {
			if (!executor.ready || executor.killedBecause !== undefined) continue;
			const silent = executor.runs.size === 0 ? 0 : now - executor.lastHeard;
			if (silent > LATE_AFTER_MS) continue;
			if (silent < PROMPT_MS && executor.runs.size < PACKED && prefers(executor, packed, program, -1))
				packed = executor;
			if (prefers(executor, emptiest, program, 1)) emptiest = executor;
		}
		return packed ?? emptiest;
	}

	/** Starts a run if there is room now; says what is missing otherwise. */
	function begin(run: Run): RefusalReason | undefined {
		const executor = choose(run.program);
		if (executors.length < options.most && restart === undefined && !executors.some(isFree)) grow();
		if (executor === undefined) return 'no_executor';
		const missing = places.admit(run.program);
		if (missing !== undefined) return missing;
		reserved.set(run, run.program.reserve);
		lastRun += 1;
		executor.start(lastRun, run, run.program.reserve);
		watch ??= setInterval(look, WATCH_MS);
		return undefined;
	}

	function refuse(run: Run, reason: RefusalReason): void {
		run.ended({ kind: 'refused', reason });
	}

	function serveWaiting(): void {
		const still: Waiting[] = [];
		for (const entry of waiting) {
			const reason = begin(entry.run);
			if (reason !== undefined) still.push({ ...entry, reason });
		}
		waiting = still;
	}

	/** While anything runs or waits: finds silent executors, overdue runs, and those who waited too long. */
	function look(): void {
		const now = performance.now();
		for (const executor of executors) {
			if (executor.runs.size === 0) continue;
			if (now - executor.lastHeard > KILL_AFTER_MS) {
				executor.kill(`silent for ${String(KILL_AFTER_MS)} ms`);
				continue;
			}
			for (const [number, { run, startedAt }] of executor.runs) {
				const over = now - startedAt - run.program.limits.wall_time_ms;
				if (over > LONGEST_GRACE_MS) executor.kill('a run ignored its deadline');
				else if (over > GRACE_MS) executor.stopRun(number, 'its deadline has passed');
			}
		}
		const tooLong = waiting.filter((entry) => now > entry.until);
		waiting = waiting.filter((entry) => now <= entry.until);
		for (const { run, reason } of tooLong) refuse(run, reason);
		if (waiting.length > 0) serveWaiting();
		if (waiting.length === 0 && executors.every((executor) => executor.runs.size === 0)) {
			clearInterval(watch);
			watch = undefined;
		}
	}

	/** One timer while there is more than one executor: the longest idle goes after a minute. */
	function armLetGo(): void {
		if (letGo || executors.length < 2) return;
		const oldest = Math.min(...executors.map((executor) => executor.lastWork));
		letGo = setTimeout(
			() => {
				letGo = undefined;
				const now = performance.now();
				const idle = executors.filter(
					(executor) => executor.runs.size === 0 && now - executor.lastWork >= LET_GO_AFTER_MS
				);
				for (const executor of idle.slice(0, executors.length - 1)) executor.kill('idle');
				setImmediate(armLetGo);
			},
			Math.max(1_000, oldest + LET_GO_AFTER_MS - performance.now() + 100)
		).unref();
	}

	grow();

	return {
		ready,
		run(run) {
			if (stopping) {
				refuse(run, 'stopping');
				return;
			}
			const ended = run.ended;
			run.ended = (end) => {
				if (end.kind === 'done') learnMemory(run.program, end.outcome.statistics.memory_bytes);
				ended(end);
			};
			const missing = begin(run);
			if (missing === undefined) return;
			if (missing === 'concurrency' || waiting.length >= MOST_WAITING) refuse(run, missing);
			else {
				waiting.push({ run, until: performance.now() + LONGEST_WAIT_MS, reason: missing });
				watch ??= setInterval(look, WATCH_MS);
			}
		},
		forget(program) {
			for (const executor of executors) executor.forget(program);
		},
		check: (source) => check(source, executorOptions),
		pids: () => executors.flatMap((executor) => executor.process.pid ?? []),
		async stop(patienceMs) {
			stopping = true;
			clearTimeout(letGo);
			clearTimeout(restart);
			for (const { run } of waiting.splice(0)) refuse(run, 'stopping');
			const until = performance.now() + patienceMs;
			while (performance.now() < until && executors.some((executor) => executor.runs.size > 0))
				await new Promise((resolve) => setTimeout(resolve, 20));
			clearInterval(watch);
			for (const executor of [...executors]) executor.kill('the node stops');
			while (executors.length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
		}
	};
}
