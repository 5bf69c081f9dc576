import { expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '#lib/domain/limits.ts';
import { admission } from './admission.ts';
import { learnMemory, program } from './program.ts';

const MiB = 1024 * 1024;
/** A program whose runs take so many MiB. */
function of(project: string, memory = 64): ReturnType<typeof program> {
	const made = program(project, '', { ...DEFAULT_LIMITS, memory_bytes: memory * MiB });
	made.reserve = memory * MiB;
	return made;
}

test('runs are admitted until the node’s memory is set aside, and again when it is given back', () => {
	const places = admission({ memoryBytes: 128 * MiB, runsPerProject: 10 });
	const script = of('a');
	expect([1, 2, 3].map(() => places.admit(script))).toEqual([undefined, undefined, 'memory']);
	places.release(script, script.reserve);
	expect(places.admit(script)).toBeUndefined();
});

test('a project has its own number of runs, whatever memory is left', () => {
	const places = admission({ memoryBytes: 1024 * MiB, runsPerProject: 1 });
	expect([places.admit(of('a')), places.admit(of('a')), places.admit(of('b'))]).toEqual([
		undefined,
		'concurrency',
		undefined
	]);
});

test('more memory is given to a run that grows, as long as there is some', () => {
	const places = admission({ memoryBytes: 128 * MiB, runsPerProject: 10 });
	places.admit(of('a'));
	expect([places.grow(64 * MiB), places.grow(1)]).toEqual([true, false]);
});

test('a script that may use more than the node has runs alone', () => {
	const places = admission({ memoryBytes: 128 * MiB, runsPerProject: 10 });
	expect([places.admit(of('a', 512)), places.admit(of('b', 8))]).toEqual([undefined, 'memory']);
});

test('a program is given a little until a run has shown what it takes, and then never less than the most seen', () => {
	const script = program('a', '', DEFAULT_LIMITS);
	expect(script.reserve).toBe(8 * MiB);
	learnMemory(script, 8 * MiB);
	expect(script.reserve).toBe(10 * MiB);
	learnMemory(script, 1 * MiB);
	expect(script.reserve).toBe(10 * MiB);
	learnMemory(script, 63 * MiB);
	learnMemory(script, 1 * MiB);
	expect(script.reserve).toBe(64 * MiB);
});
