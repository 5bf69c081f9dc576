import { spawn } from 'node:child_process';

/** Lines of a failed command's output that are shown: errors are at its end, and their cause a screen above. */
const LINES_SHOWN = 60;
/** How often a line says that work goes on where lines can't be rewritten. */
const STILL_EVERY_S = 15;

/** Ends preparation with a reason for the person at the terminal, without a stack. */
export class PreparationError extends Error {}

/**
 * Shows such a reason, and throws everything else on.
 * @param {unknown} error
 */
export function reportAndExit(error) {
	if (!(error instanceof PreparationError)) throw error;
	console.error(`\n${error.message}`);
	process.exit(1);
}

/**
 * Runs a command while showing what it is for and for how long; its output is shown only when it fails.
 * @param {string} what what the person is waiting for, such as "Installing packages"
 * @param {string} command
 * @param {string[]} words
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<void>}
 * @throws PreparationError with the end of the output
 */
export async function run(what, command, words, { cwd, env = process.env }) {
	const began = Date.now();
	const seconds = () => Math.round((Date.now() - began) / 1000);
	const ticking = show(what, seconds);
	const child = spawn(command, words, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
	/** @type {(signal: NodeJS.Signals) => void} */
	const stop = (signal) => {
		child.kill(signal);
		process.exit(1);
	};
	process.once('SIGTERM', stop).once('SIGINT', stop);
	let output = '';
	for (const stream of [child.stdout, child.stderr])
		stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
			output = (output + text).slice(-200_000);
		});
	try {
		const ended = await new Promise((resolve, reject) => {
			child.once('error', reject);
			child.once('close', (code, signal) => resolve(signal ?? code));
		});
		if (ended !== 0) throw new PreparationError(`${command} ${words.join(' ')} ended with ${ended}`);
		ticking.done();
	} catch (error) {
		ticking.failed();
		const shown = output.trimEnd().split('\n').slice(-LINES_SHOWN).join('\n');
		throw new PreparationError(`${shown}\n\n${what} failed: ${error instanceof Error ? error.message : error}`);
	} finally {
		process.off('SIGTERM', stop).off('SIGINT', stop);
	}
}

/**
 * @param {string} what
 * @param {() => number} seconds
 */
function show(what, seconds) {
	const tty = process.stdout.isTTY;
	const write = (/** @type {string} */ text) => process.stdout.write(tty ? `\r\x1b[K${text}` : `${text}\n`);
	write(`${what} ...`);
	const timer = setInterval(
		() => {
			write(`${what} ... ${seconds()} s`);
		},
		(tty ? 1 : STILL_EVERY_S) * 1000
	);
	/** @param {string} end */
	const end = (end) => {
		clearInterval(timer);
		process.stdout.write(`${tty ? '\r\x1b[K' : ''}${what}: ${end} in ${seconds()} s\n`);
	};
	return { done: () => end('done'), failed: () => end('failed') };
}
