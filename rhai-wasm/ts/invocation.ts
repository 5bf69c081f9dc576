import type { LogLevel, LogLine, RunOptions, ServiceAnswer } from './types.ts';

/** A busy script gives the thread back after this long: neighbours wait no longer than that for each of them. */
const SLICE_MS = 5;

/** `End` of src/invocation.rs, as far as the host decides it. */
const [GO_ON, SERVICE_ERROR, WALL_TIME, CPU_TIME, STOPPED] = [0, 1, 2, 3, 4];

const LEVELS: LogLevel[] = ['debug', 'info', 'warn', 'error'];

/** One run as the host sees it: its clocks, its log, and whoever answers its calls. */
export class Invocation {
	readonly logs: LogLine[] = [];
	cpuMs = 0;
	serviceCalls = 0;
	stopReason: string | undefined;
	readonly #options: RunOptions;
	readonly #began = performance.now();
	readonly #wallEnd: number;
	#sliceBegan = 0;
	#lookAt = 0;
	#stopTimer: (() => void) | undefined;
	#deadline: Promise<undefined> | undefined;

	constructor(options: RunOptions) {
		this.#options = options;
		this.#wallEnd = this.#began + options.limits.wall_time_ms;
	}

	/** WebAssembly runs from here on. */
	begin(): void {
		const now = performance.now();
		this.#sliceBegan = now;
		const cpuLeft = this.#options.limits.cpu_time_ms - this.cpuMs;
		this.#lookAt = Math.min(now + SLICE_MS, this.#wallEnd, now + cpuLeft);
	}

	/** WebAssembly waits from here on, or has ended. */
	pause(): void {
		const now = performance.now();
		this.cpuMs += now - this.#sliceBegan;
		this.#sliceBegan = now;
	}

	end(): void {
		this.#stopTimer?.();
	}

	now(): number {
		return this.#options.now === undefined ? performance.timeOrigin + performance.now() : this.#options.now();
	}

	sliceIsOver(): number {
		return performance.now() >= this.#lookAt ? 1 : 0;
	}

	/** Whether the run is over, and why. */
	endCode(): number {
		if (performance.now() >= this.#wallEnd) return WALL_TIME;
		if (this.cpuMs >= this.#options.limits.cpu_time_ms) return CPU_TIME;
		this.stopReason = this.#options.stopped?.();
		return this.stopReason === undefined ? GO_ON : STOPPED;
	}

	async yieldSlice(): Promise<number> {
		this.pause();
		let code = this.endCode();
		if (code === GO_ON) {
			await (this.#options.yieldSlice ?? macrotask)();
			code = this.endCode();
		}
		this.begin();
		return code;
	}

	log(level: number, message: string, fields: string, line: number): void {
		const entry: LogLine = { at: performance.now() - this.#began, level: LEVELS[level] ?? 'info', message };
		if (fields !== '') entry.fields = fields;
		if (line > 0) entry.line = line;
		this.logs.push(entry);
		this.#options.onLog?.(entry);
	}

	/** Answers a script's call. The script's time goes on meanwhile: a service that never answers ends at the wall time limit. */
	async callService(
		namespace: string,
		name: string,
		argumentsJson: string,
		reply: (text: string) => void
	): Promise<number> {
		this.pause();
		this.serviceCalls += 1;
		let code = this.endCode();
		if (code === GO_ON) {
			const answer = await Promise.race([this.#answer(namespace, name, argumentsJson), this.#wallTimeIsUp()]);
			code = answer === undefined ? WALL_TIME : this.endCode();
			if (code === GO_ON && answer !== undefined) {
				reply(answer.ok ? answer.value : refusal(answer));
				code = answer.ok ? GO_ON : SERVICE_ERROR;
			}
		}
		this.begin();
		return code;
	}

	async #answer(namespace: string, name: string, argumentsJson: string): Promise<ServiceAnswer> {
		const { callService } = this.#options;
		if (callService === undefined) {
			return { ok: false, code: 'service.unavailable', message: `nothing answers ${namespace}::${name} here` };
		}
		try {
			return await callService(namespace, name, argumentsJson);
		} catch (error) {
			return { ok: false, code: 'service.failed', message: error instanceof Error ? error.message : String(error) };
		}
	}

	#wallTimeIsUp(): Promise<undefined> {
		this.#deadline ??= new Promise((resolve) => {
			const timer = setTimeout(resolve, Math.min(this.#wallEnd - performance.now(), MAXIMUM_TIMER_MS));
			this.#stopTimer = () => {
				clearTimeout(timer);
			};
		});
		return this.#deadline;
	}
}

/** Timers with a longer delay fire at once. */
const MAXIMUM_TIMER_MS = 2 ** 31 - 1;

/** `#{code, message, ...details}` as the script catches it. `details` is JSON text of a map and stays text. */
function refusal(answer: { code: string; message: string; details?: string }): string {
	const known = `"code":${JSON.stringify(answer.code)},"message":${JSON.stringify(answer.message)}`;
	const details = answer.details?.trim().slice(1, -1).trim();
	// The engine keeps the last of two equal keys: details can't replace what is known.
	return details ? `{${details},${known}}` : `{${known}}`;
}

const immediate = (globalThis as { setImmediate?: (callback: () => void) => void }).setImmediate;
const channel = immediate === undefined ? new MessageChannel() : undefined;
const waiting: (() => void)[] = [];
channel?.port1.addEventListener('message', () => waiting.shift()?.());
channel?.port1.start();

/** Lets everything else that is ready run first. Browsers slow nested timers down to 4 ms, so there it is a message. */
function macrotask(): Promise<void> {
	return new Promise((resolve) => {
		if (channel === undefined) {
			immediate?.(resolve);
			return;
		}
		waiting.push(resolve);
		channel.port2.postMessage(undefined);
	});
}
