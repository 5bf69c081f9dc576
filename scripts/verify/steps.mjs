import { execFileSync } from 'node:child_process';

/**
 * @typedef {object} Step
 * @property {string} name also the npm script that it runs
 * @property {string} does what it makes sure of
 * @property {string[]} [after] steps that must have passed before it
 * @property {string} [lane] steps of one lane use the same thing, and follow each other
 * @property {boolean} [alone] it measures time, so that nothing may run beside it
 * @property {() => string | undefined} [impossible] why this machine can't do it
 */

const NO_CARGO = 'there is no Rust toolchain (cargo)';
const NO_LINTERS = 'the Rust toolchain here has no clippy or rustfmt (rustup component add clippy rustfmt)';

/**
 * Every step of the gate. The long ones come first, so that short ones fill the gaps.
 * @type {Step[]}
 */
export const STEPS = [
	{ name: 'sync', does: "SvelteKit's types are generated" },
	{ name: 'build', does: 'the product builds', after: ['sync'] },
	{ name: 'lint', does: 'the code keeps the rules of ESLint', after: ['sync'] },
	{ name: 'test:crate', does: 'tests of the Rust crate pass', lane: 'cargo', impossible: without(NO_CARGO, 'cargo') },
	{
		name: 'lint:crate',
		does: 'clippy and rustfmt find nothing',
		lane: 'cargo',
		impossible: without(NO_LINTERS, 'cargo clippy', 'cargo fmt')
	},
	{
		name: 'wasm:verify',
		does: 'the committed engine is what its source builds to',
		lane: 'cargo',
		impossible: without(NO_CARGO, 'cargo')
	},
	{ name: 'check', does: 'types fit', after: ['sync'] },
	{ name: 'test:unit', does: 'rules and processes behave', after: ['sync'], lane: 'vitest' },
	{ name: 'test:database', does: 'queries behave on a real PostgreSQL', after: ['sync'], lane: 'vitest' },
	{ name: 'test:browser', does: 'components behave in a real browser', after: ['sync'], lane: 'vitest' },
	{ name: 'format:check', does: 'files are formatted' },
	{ name: 'lint:rooms', does: 'no room imports what it must not, and nothing imports in a circle', after: ['sync'] },
	{ name: 'lint:unused', does: 'nothing is unused', after: ['sync'] },
	{ name: 'test:e2e', does: 'journeys through the started product', after: ['build'], alone: true }
];

/**
 * @param {string} reason
 * @param {...string} commands
 * @returns {() => string | undefined} the reason, when one of the commands is not there
 */
function without(reason, ...commands) {
	return () => (commands.every(has) ? undefined : reason);
}

/** @param {string} command */
function has(command) {
	const [program = '', ...words] = command.split(' ');
	try {
		execFileSync(program, [...words, '--version'], { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}
