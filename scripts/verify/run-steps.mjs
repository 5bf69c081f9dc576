import { spawn } from 'node:child_process';
import { tally } from './tally.mjs';

/**
 * @typedef {import('./steps.mjs').Step} Step
 * @typedef {import('./tally.mjs').Tally} Tally
 * @typedef {{ step: Step, state: 'passed' | 'failed' | 'skipped', seconds: number, counted: Tally, output: string, why?: string }} Result
 */

/** A step's exit code for "this machine can't do it"; the last line of its output says why. */
const IMPOSSIBLE = 3;

/**
 * Runs steps, as many at once as `atOnce` and their needs allow. A step whose predecessor failed is skipped.
 * @param {Step[]} steps
 * @param {{ atOnce: number, root: string, environment: NodeJS.ProcessEnv, ended: (result: Result) => void }} options
 * @returns {Promise<Result[]>}
 */
export async function runSteps(steps, { atOnce, root, environment, ended }) {
	const waiting = [...steps];
	/** @type {Map<Step, Promise<void>>} */
	const running = new Map();
	/** @type {Result[]} */
	const results = [];

	/** @param {Result} result */
	const end = (result) => {
		results.push(result);
		ended(result);
	};
	/** @param {string} name */
	const stateOf = (name) => results.find((result) => result.step.name === name)?.state;
	/** @param {Step} step */
	const needs = (step) => (step.after ?? []).filter((name) => steps.some((other) => other.name === name));
	/** @param {Step} step */
	const mayRun = (step) =>
		needs(step).every((name) => stateOf(name) === 'passed') &&
		![...running.keys()].some((other) => other.alone || (step.lane && other.lane === step.lane)) &&
		(!step.alone || (running.size === 0 && waiting.every((other) => other.alone)));

	while (waiting.length > 0 || running.size > 0) {
		for (const step of [...waiting]) {
			const why = reasonToSkip(step, needs(step), stateOf);
			if (why === undefined && (running.size >= atOnce || !mayRun(step))) continue;
			waiting.splice(waiting.indexOf(step), 1);
			if (why !== undefined) end({ step, state: 'skipped', seconds: 0, counted: nothing(), output: '', why });
			else
				running.set(
					step,
					runStep(step, root, environment).then((result) => {
						running.delete(step);
						end(result);
					})
				);
		}
		await Promise.race(running.values());
	}
	return results;
}

/** @returns {Tally} */
const nothing = () => ({ passed: 0, failed: 0, skipped: 0 });

/**
 * @param {Step} step
 * @param {string[]} needs
 * @param {(name: string) => string | undefined} stateOf
 */
function reasonToSkip(step, needs, stateOf) {
	const broken = needs.find((name) => stateOf(name) === 'failed' || stateOf(name) === 'skipped');
	return broken === undefined ? step.impossible?.() : `${broken} did not pass`;
}

/**
 * @param {Step} step
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Result>}
 */
function runStep(step, root, env) {
	const began = performance.now();
	const npm = process.env.npm_execpath;
	const [command, words] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
	const child = spawn(command, [...words, 'run', '--silent', step.name], {
		cwd: root,
		env,
		stdio: ['ignore', 'pipe', 'pipe'],
		// A process group of its own, which can be ended with all that it started.
		detached: true
	});
	const stop = () => child.pid && process.kill(-child.pid, 'SIGTERM');
	process.once('exit', stop);
	let output = '';
	for (const stream of [child.stdout, child.stderr])
		stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
			output += text;
		});
	return new Promise((resolve) => {
		child.once('error', (error) => {
			output += error.message;
		});
		child.once('close', (code) => {
			process.off('exit', stop);
			const ok = code === 0;
			const seconds = (performance.now() - began) / 1000;
			const why = output.trimEnd().split('\n').at(-1);
			if (code === IMPOSSIBLE) resolve({ step, state: 'skipped', seconds, counted: nothing(), output, why });
			resolve({ step, state: ok ? 'passed' : 'failed', seconds, counted: tally(output, ok), output });
		});
	});
}
