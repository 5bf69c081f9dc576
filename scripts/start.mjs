// `npm start`: installs and builds what is missing, then runs PiCloud. Needs nothing but a Node and npm.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './prepare/build.mjs';
import { assertMachine } from './prepare/machine.mjs';
import { nodeProgram, packages } from './prepare/packages.mjs';
import { reportAndExit } from './prepare/progress.mjs';
import { isRunning } from './prepare/running.mjs';
import { inTurn } from './prepare/turn.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

try {
	assertMachine();
	// A running PiCloud loads parts of its build as it needs them: leave that alone, and let it say that it runs.
	if (!isRunning(root))
		await inTurn(root, async () => {
			await packages(root);
			await build(root);
		});
	run();
} catch (error) {
	reportAndExit(error);
}

/** Runs the product as a child, since the Node that runs this script may be an old one. */
function run() {
	const product = spawn(nodeProgram(root), [join(root, 'build/server/picloud.js')], {
		// Over the channel the product notices when this process ends, however it ends.
		stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
		env: { ...process.env, NODE_ENV: 'production' }
	});
	// Ctrl-C reaches every process of the terminal; a signal sent to this one alone must be passed on. Twice is harmless.
	for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
		process.on(signal, () => product.kill('SIGTERM'));
	product.once('error', (error) => {
		console.error(`${nodeProgram(root)} can't be run: ${error.message}`);
		process.exitCode = 1;
	});
	product.once('exit', (code, signal) => {
		if (signal) console.error(`PiCloud was killed by ${signal}; npm start recovers.`);
		process.exit(code ?? 1);
	});
}
