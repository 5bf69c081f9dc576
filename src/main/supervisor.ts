import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { FromWorker, ToWorker } from './messages.ts';
import { StartError } from './start-error.ts';

export interface Supervised {
	/**
	 * Resolves once it says that it is ready for the first time.
	 * @throws StartError when it says that it can't start
	 */
	ready: Promise<unknown>;
	/** The process at this moment; none while it is about to be started again. */
	pid: () => number | undefined;
	/** Asks it to stop, and kills it when it has not within the patience. It is started no more. */
	stop: () => Promise<void>;
}

export interface Program {
	name: string;
	/** The JavaScript file it runs. */
	entry: string;
	environment: Record<string, string>;
	log: Logger;
}

const FIRST_PAUSE_MS = 100;
/** The product must be back within 5 s of a death. */
const LONGEST_PAUSE_MS = 3_000;
/** A process that lived this long died of something new: its next pause is the first again. */
const HEALTHY_MS = 30_000;
/** Requests in flight may end meanwhile. All of PiCloud must stop within 5 s. */
const STOP_PATIENCE_MS = 2_000;

/** Runs a process and starts it again whenever it ends, with a growing pause. */
export function supervise(program: Program): Supervised {
	const { name, log } = program;
	const stopping = new AbortController();
	const { promise: ready, resolve: markReady, reject: refuse } = Promise.withResolvers<undefined>();
	let everReady = false;
	let child: ChildProcess | undefined;
	const isStopping = (): boolean => stopping.signal.aborted;
	const running = keepRunning();

	async function keepRunning(): Promise<void> {
		let pause = FIRST_PAUSE_MS;
		while (!isStopping()) {
			const began = performance.now();
			const { how, refused } = await life();
			if (isStopping()) return;
			if (refused && !everReady) {
				refuse(new StartError(refused));
				return;
			}
			if (performance.now() - began > HEALTHY_MS) pause = FIRST_PAUSE_MS;
			log.error({ how, pause }, `the ${name} ended by itself (${refused ?? how}): starting it again in ${pause} ms`);
			await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
			pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
		}
	}

	/** One life of the process, from start to end. */
	async function life(): Promise<{ how: string; refused?: string }> {
		let refused: string | undefined;
		child = fork(program.entry, {
			env: { ...process.env, ...program.environment },
			execArgv: [],
			stdio: ['ignore', 'inherit', 'inherit', 'ipc']
		});
		const { pid } = child;
		child.on('message', (message: FromWorker) => {
			if (message.type === 'refused') refused = message.message;
			else {
				if (everReady) log.info({ pid }, `the ${name} is running again`);
				everReady = true;
				markReady(undefined);
			}
		});
		const how = await new Promise<string>((resolve) => {
			child?.once('error', (error) => {
				resolve(error.message);
			});
			child?.once('exit', (code, signal) => {
				resolve(signal ? `killed by ${signal}` : `exit code ${code ?? 'unknown'}`);
			});
		});
		child = undefined;
		return { how, ...(refused === undefined ? {} : { refused }) };
	}

	async function stop(): Promise<void> {
		stopping.abort();
		// It may never have been ready, and nobody waits for it any more.
		markReady(undefined);
		const last = child;
		if (last && last.exitCode === null && last.signalCode === null) {
			const exit = once(last, 'exit');
			if (last.connected) last.send({ type: 'stop' } satisfies ToWorker);
			const late = setTimeout(() => last.kill('SIGKILL'), STOP_PATIENCE_MS);
			await exit;
			clearTimeout(late);
		}
		await running;
	}

	return { ready, pid: () => child?.pid, stop };
}
