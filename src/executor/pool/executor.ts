import { fork, type ChildProcess } from 'node:child_process';
import type { CheckResult } from 'rhai-wasm';
import type { Order, Report } from '../protocol/frames.ts';
import { outbox } from '../protocol/outbox.ts';
import { readReports } from '../protocol/read-reports.ts';
import { hasRoomForGuards } from './address-space.ts';
import type { Program } from './program.ts';
import type { Run, RunEnd } from './run.ts';

/** Sources an executor remembers; far above what one node serves at a time, and small beside its instances. */
const MOST_SOURCE_BYTES = 64 * 1024 * 1024;
/** Heartbeats come every 250 ms; one missed, with half of one for a busy machine, is silence. */
export const LATE_AFTER_MS = 375;

export interface ExecutorOptions {
	entry: string;
	wasmPath: string;
	/** Directories and files it may read. */
	readable: string[];
	/** MiB of JavaScript heap; instances' memories are outside of it. */
	heapMegabytes: number;
	onReady: (executor: Executor) => void;
	/** A run ended here, in whatever way. */
	onFreed: (executor: Executor, run: Run) => void;
	/** A run needs more memory than is set aside for it. */
	onGrown: (executor: Executor, number: number, run: Run, bytes: number) => void;
	onExit: (executor: Executor, how: string) => void;
	onRefused: (executor: Executor, report: Report) => void;
}

interface Running {
	run: Run;
	startedAt: number;
	stopSent: boolean;
}

/** One executor process, as its parent sees it. It is believed about the runs it was given, and about nothing else. */
export class Executor {
	readonly process: ChildProcess;
	readonly runs = new Map<number, Running>();
	readonly startedAt = performance.now();
	ready = false;
	lastHeard = performance.now();
	lastWork = performance.now();
	/** Set before it is killed on purpose: its end is then no crash. */
	killedBecause: string | undefined;
	#loaded = new Map<number, number>();
	#loadedBytes = 0;
	#send: (order: Order) => void;
	#options: ExecutorOptions;
	#checks = new Map<number, (result: CheckResult) => void>();
	#gone = false;

	constructor(options: ExecutorOptions) {
		this.#options = options;
		this.process = fork(options.entry, [options.wasmPath], {
			env: {},
			execArgv: [
				'--permission',
				...options.readable.map((path) => `--allow-fs-read=${path}`),
				'--disallow-code-generation-from-strings',
				...(hasRoomForGuards() ? [] : ['--disable-wasm-trap-handler']),
				`--max-old-space-size=${String(options.heapMegabytes)}`,
				// Instances' memories count as garbage to come: a heap that starts small is collected at every third cold start.
				`--initial-old-space-size=${String(options.heapMegabytes)}`,
				'--no-warnings'
			],
			serialization: 'json',
			stdio: ['ignore', 'inherit', 'inherit', 'ipc']
		});
		this.#send = outbox<Order>((orders) => {
			if (this.process.connected) this.process.send(orders, () => undefined);
		});
		this.process.on('message', (message) => {
			this.lastHeard = performance.now();
			for (const report of readReports(message)) this.#hear(report);
		});
		this.process.on('error', (error) => {
			this.#end(error.message);
		});
		this.process.on('exit', (code, signal) => {
			this.#end(this.killedBecause ?? `exit ${String(signal ?? code)}`);
		});
	}

	knows(program: Program): boolean {
		return this.#loaded.has(program.number);
	}

	/** Begins a run under a number that no other run of this executor has. */
	start(number: number, run: Run, reserve: number): void {
		const now = performance.now();
		if (this.runs.size === 0) this.lastHeard = now;
		this.lastWork = now;
		this.runs.set(number, { run, startedAt: now, stopSent: false });
		if (!this.#loaded.has(run.program.number)) this.#load(run.program);
		this.#send({
			do: 'run',
			run: number,
			program: run.program.number,
			event: run.event,
			context: run.context,
			reserve,
			...(run.onLog ? { stream: true } : undefined)
		});
	}

	reserve(number: number, bytes: number): void {
		this.#send({ do: 'reserve', run: number, bytes });
	}

	stopRun(number: number, reason: string): void {
		const running = this.runs.get(number);
		if (!running || running.stopSent) return;
		running.stopSent = true;
		this.#send({ do: 'stop', run: number, reason });
	}

	forget(program: Program): void {
		const bytes = this.#loaded.get(program.number);
		if (bytes === undefined) return;
		this.#loaded.delete(program.number);
		this.#loadedBytes -= bytes;
		this.#send({ do: 'forget', program: program.number });
	}

	check(source: string, checked: (result: CheckResult) => void): void {
		this.#checks.set(0, checked);
		this.#send({ do: 'check', run: 0, source });
	}

	kill(because: string): void {
		this.killedBecause ??= because;
		this.process.kill('SIGKILL');
	}

	#load(program: Program): void {
		this.#send({
			do: 'load',
			program: program.number,
			project: program.projectId,
			source: program.source,
			limits: program.limits
		});
		const bytes = program.source.length * 2;
		this.#loaded.set(program.number, bytes);
		this.#loadedBytes += bytes;
		for (const [number, held] of this.#loaded) {
			if (this.#loadedBytes <= MOST_SOURCE_BYTES) break;
			this.#loaded.delete(number);
			this.#loadedBytes -= held;
			this.#send({ do: 'forget', program: number });
		}
	}

	#hear(report: Report): void {
		switch (report.is) {
			case 'alive':
				return;
			case 'ready':
				this.ready = true;
				this.#options.onReady(this);
				return;
			case 'checked': {
				const checked = this.#checks.get(report.run);
				if (!checked) break;
				this.#checks.delete(report.run);
				checked(report.result);
				return;
			}
			case 'log': {
				const onLog = this.runs.get(report.run)?.run.onLog;
				if (!onLog) break;
				onLog(report.line);
				return;
			}
			case 'grown': {
				const running = this.runs.get(report.run);
				if (!running) break;
				this.#options.onGrown(this, report.run, running.run, report.bytes);
				return;
			}
			case 'call': {
				const running = this.runs.get(report.run);
				if (!running) break;
				void this.#answer(report, running.run);
				return;
			}
			case 'done': {
				const running = this.runs.get(report.run);
				if (!running) break;
				this.runs.delete(report.run);
				this.#release(running.run, { kind: 'done', outcome: report.outcome });
				return;
			}
		}
		this.#options.onRefused(this, report);
	}

	async #answer(call: Report & { is: 'call' }, run: Run): Promise<void> {
		const answer = await run
			.callService(call.namespace, call.name, call.arguments)
			.catch(() => ({ ok: false as const, code: 'internal', message: 'The service failed; the node’s log says why.' }));
		if (this.runs.has(call.run)) this.#send({ do: 'answer', run: call.run, call: call.call, answer });
	}

	#release(run: Run, end: RunEnd): void {
		this.#options.onFreed(this, run);
		run.ended(end);
	}

	#end(how: string): void {
		if (this.#gone) return;
		this.#gone = true;
		this.ready = false;
		const lost = [...this.runs.values()];
		this.runs.clear();
		this.#options.onExit(this, how);
		for (const { run } of lost) this.#release(run, { kind: 'killed', reason: how });
	}
}
