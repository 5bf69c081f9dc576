import type { Engine, Instance, RunOptions, ServiceAnswer } from 'rhai-wasm';
import { loadEngine } from 'rhai-wasm/node';
import type { Order, Outcome, Report } from '../protocol/frames.ts';
import { outbox } from '../protocol/outbox.ts';
import { instances, type Source } from './instances.ts';
import { turns } from './turns.ts';

/** How often an executor that has work says that its thread is free; the pool counts on it. */
const HEARTBEAT_MS = 250;

const NOTHING_USED = { operations: 0, memory_bytes: 0, cpu_ms: 0, service_calls: 0 };

interface Running {
	source: Source;
	reserve: number;
	instance?: Instance;
	stopReason?: string;
	answers: Map<number, (answer: ServiceAnswer) => void>;
	calls: number;
}

/**
 * Serves runs to the parent process over its channel until that ends. The process holds no right but to read its own
 * files, so all that a script asks for goes to the parent, under the number of its run.
 */
export async function serve(wasmPath = process.argv[2] ?? ''): Promise<void> {
	const engine = await loadEngine(wasmPath);
	const report = outbox<Report>((reports) => process.send?.(reports));
	sandbox(engine, report);
	report({ is: 'ready' });
}

function sandbox(engine: Engine, report: (report: Report) => void): void {
	const sources = new Map<number, Source>();
	const running = new Map<number, Running>();
	const pool = instances(engine);
	const turn = turns();
	let heartbeat: NodeJS.Timeout | undefined;

	function obey(order: Order): void {
		switch (order.do) {
			case 'run':
				start(order);
				break;
			case 'answer': {
				const answers = running.get(order.run)?.answers;
				const answered = answers?.get(order.call);
				answers?.delete(order.call);
				answered?.(order.answer);
				break;
			}
			case 'reserve': {
				const run = running.get(order.run);
				if (run) run.reserve = order.bytes;
				break;
			}
			case 'load':
				sources.set(order.program, {
					number: order.program,
					project: order.project,
					source: order.source,
					limits: order.limits
				});
				break;
			case 'forget':
				sources.delete(order.program);
				pool.forget(order.program);
				break;
			case 'stop': {
				const run = running.get(order.run);
				if (run) run.stopReason = order.reason;
				break;
			}
			case 'check':
				report({ is: 'checked', run: order.run, result: engine.check(order.source) });
				break;
		}
	}

	function start(order: Order & { do: 'run' }): void {
		const source = sources.get(order.program);
		// The parent loads before it runs; anything else is its fault, and it ends the run at its deadline.
		if (!source) return;
		const run: Running = { source, reserve: order.reserve, answers: new Map(), calls: 0 };
		running.set(order.run, run);
		heartbeat ??= setInterval(() => {
			report({ is: 'alive' });
		}, HEARTBEAT_MS);
		turn.begin(source.project, () => {
			runOne(order, run).catch((fault: unknown) => {
				// No script can cause this; its caller still gets an answer.
				const error = { kind: 'runtime' as const, code: 'engine.fault', message: String(fault), stack: [] };
				end(order.run, { ok: false, error, logs: [], logsCut: false, statistics: NOTHING_USED });
			});
		});
	}

	async function runOne(order: Order & { do: 'run' }, run: Running): Promise<void> {
		const { source } = run;
		const taken = pool.take(source);
		if (!taken.ok) {
			end(order.run, { ok: false, error: taken.error, logs: [], logsCut: false, statistics: NOTHING_USED });
			return;
		}
		const { instance } = taken;
		run.instance = instance;
		const result = await instance.run(options(order, run));
		if (result.reusable && sources.has(source.number)) pool.giveBack(source, instance);
		const { logs, logsCut, statistics } = result;
		end(
			order.run,
			result.ok
				? { ok: true, response: result.response, logs, logsCut, statistics }
				: { ok: false, error: result.error, logs, logsCut, statistics }
		);
	}

	/** Between slices and calls: whether the parent ended the run, and whether it outgrew what was set aside for it. */
	function stopped(number: number, run: Running): string | undefined {
		const bytes = run.instance?.memoryBytes ?? 0;
		if (bytes > run.reserve) {
			run.reserve = bytes;
			report({ is: 'grown', run: number, bytes });
		}
		return run.stopReason;
	}

	function options(order: Order & { do: 'run' }, run: Running): RunOptions {
		return {
			event: order.event,
			context: order.context,
			limits: run.source.limits,
			stopped: () => stopped(order.run, run),
			yieldSlice: () => turn.slice(run.source.project),
			callService: (namespace, name, argumentsJson) =>
				new Promise((resolve) => {
					const call = (run.calls += 1);
					run.answers.set(call, resolve);
					report({ is: 'call', run: order.run, call, namespace, name, arguments: argumentsJson });
				}),
			...(order.stream && {
				onLog: (line) => {
					report({ is: 'log', run: order.run, line });
				}
			})
		};
	}

	function end(run: number, outcome: Outcome): void {
		running.delete(run);
		report({ is: 'done', run, outcome });
		if (running.size > 0) return;
		clearInterval(heartbeat);
		heartbeat = undefined;
	}

	process.on('message', (message) => {
		for (const order of message as Order[]) obey(order);
	});
	process.on('disconnect', () => {
		process.exit();
	});
}
