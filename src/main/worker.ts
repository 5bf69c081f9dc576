// The worker process: the orchestrator, run and told to stop by picloud.ts.
import { fileURLToPath } from 'node:url';
import { startOrchestrator } from '#orchestrator/start.ts';
import { read } from '#settings.ts';
import { openLog } from './log.ts';
import type { FromWorker } from './messages.ts';

const beside = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const tell = (message: FromWorker) => process.send?.(message);
const given = (name: string) => process.env[name] ?? '';

/** Past this the parent kills; ending by ourselves leaves the chance to say why. */
const STOP_PATIENCE_MS = 1_800;

// Ctrl-C reaches every process of the terminal; this one is told by its parent.
process.on('SIGINT', () => undefined);

const settings = read(process.env);
const log = await openLog(settings, 'worker');

try {
	const orchestrator = await startOrchestrator(settings, {
		databaseUrl: given('PICLOUD_INTERNAL_DATABASE_URL'),
		dashboardUrl: given('PICLOUD_INTERNAL_DASHBOARD_URL'),
		dataDirectory: given('PICLOUD_INTERNAL_DATA'),
		executorEntry: beside('./executor.js'),
		wasmPath: beside('./rhai.wasm'),
		log
	});
	let stopping = false;
	const stop = (why: string): void => {
		if (stopping) return;
		stopping = true;
		log.info({ why }, `stopping: ${why}`);
		setTimeout(() => process.exit(1), STOP_PATIENCE_MS).unref();
		orchestrator.stop().then(
			() => process.exit(0),
			(error: unknown) => {
				log.error({ err: error }, 'the worker did not stop cleanly');
				process.exit(1);
			}
		);
	};
	// There is nothing else that it is told (messages.ts).
	process.on('message', () => {
		stop('its parent says so');
	});
	// However the parent ended.
	process.on('disconnect', () => {
		stop('its parent is gone');
	});
	for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
	tell({ type: 'ready' });
} catch (error) {
	log.fatal({ err: error }, 'the worker could not start');
	tell({ type: 'refused', message: `The worker could not start: ${(error as Error).message}` });
	process.disconnect?.();
	process.exitCode = 1;
	setTimeout(() => process.exit(), STOP_PATIENCE_MS).unref();
}
