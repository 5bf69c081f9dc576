// PiCloud's root process: runs the roles asked for, starts again what dies, and stops all of it on a signal.
import type { Logger } from 'pino';
import { read, SettingsError, type Settings } from '#settings.ts';
import { openLog } from './log.ts';
import { openProduct, type Product } from './product.ts';
import { StartError } from './start-error.ts';

/** A terminal's user waits 5 s at most. What has not stopped by then notices that this process is gone, and ends. */
const STOP_WITHIN_MS = 4_700;

class Stopped extends Error {}

const FAULT = 'a fault';

const parts = new AsyncDisposableStack();
const { promise: told, resolve: tell } = Promise.withResolvers<string>();
const stopped = told.then((why) => Promise.reject(new Stopped(why)));
stopped.catch(() => undefined);

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
	process.on(signal, () => {
		tell(signal);
	});
// The process that started this one is gone, however it ended.
process.on('disconnect', () => {
	tell('its starter ended');
});

const began = performance.now();
process.exitCode = await main();
process.exit();

async function main(): Promise<number> {
	let log: Logger | undefined;
	try {
		const settings = read(process.env);
		log = await openLog(settings, 'manager');
		keepFaults(log);
		const product = await run(settings, log);
		present(product);
		return await stopped;
	} catch (error) {
		return report(error, log);
	} finally {
		setTimeout(() => {
			log?.error('PiCloud did not stop in time');
			process.exit(1);
		}, STOP_WITHIN_MS).unref();
		await parts.disposeAsync();
	}
}

function run(settings: Settings, log: Logger): Promise<Product> {
	return openProduct(settings, {
		log,
		built: new URL('./', import.meta.url),
		parts,
		step: (work) => Promise.race([work, stopped])
	});
}

/** Tells the person at the terminal where everything is; plain lines also where the log is JSON. */
function present({ dashboard, endpoints, setupLink }: Product): void {
	const seconds = ((performance.now() - began) / 1000).toFixed(1);
	const lines = [
		`PiCloud is running (started in ${seconds} s). Ctrl-C stops it.`,
		...(dashboard ? [`  Dashboard  ${dashboard}`] : []),
		...(endpoints ? [`  Endpoints  ${endpoints}`] : []),
		...(setupLink ? [`  Set up     ${setupLink}`, '             (works once: it makes the first administrator)'] : [])
	];
	console.log(`\n${lines.join('\n')}\n`);
}

/** Says why PiCloud ends, and returns its exit code: an expected reason as a sentence, a fault with its stack. */
function report(error: unknown, log: Logger | undefined): number {
	if (error instanceof Stopped) {
		log?.info({ why: error.message }, `stopping: ${error.message}`);
		return error.message === FAULT ? 1 : 0;
	}
	if (error instanceof StartError) console.error(`\nPiCloud can't start. ${error.message}\n`);
	else if (error instanceof SettingsError)
		console.error(`\nPiCloud can't start with these settings:\n${error.message}\n`);
	else log?.fatal({ err: error }, 'PiCloud could not start');
	return 1;
}

/** After a fault that nobody caught nothing can be trusted: stop in order, and leave the restart to who started us. */
function keepFaults(log: Logger): void {
	for (const event of ['uncaughtException', 'unhandledRejection'] as const)
		process.on(event, (error: unknown) => {
			log.fatal({ err: error }, 'a fault that nobody caught');
			tell(FAULT);
		});
}
