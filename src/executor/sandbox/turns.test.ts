import { expect, test } from 'vitest';
import { turns } from './turns.ts';

/** Computes without a break. */
function compute(milliseconds: number): void {
	const until = performance.now() + milliseconds;
	while (performance.now() < until);
}

const macrotask = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a run is over, microtasks included, before the next begins', async () => {
	const turn = turns();
	const seen: string[] = [];
	for (const name of ['a', 'b'])
		turn.begin('project', () => {
			seen.push(`${name} begins`);
			void Promise.resolve()
				.then(() => undefined)
				.then(() => seen.push(`${name} ends`));
		});
	await macrotask();
	await macrotask();
	expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
});

test('a new run waits for one slice of the others, not for all of them', async () => {
	const turn = turns();
	let slices = 0;
	let stop = false;
	async function hog(): Promise<void> {
		while (!stop) {
			compute(5);
			slices += 1;
			await turn.slice('project');
		}
	}
	for (let i = 0; i < 10; i += 1) turn.begin('project', () => void hog());
	while (slices < 30) await macrotask();

	const before = slices;
	const began = await new Promise<number>((resolve) => {
		turn.begin('project', () => {
			resolve(slices);
		});
	});
	stop = true;
	expect(began - before).toBeLessThanOrEqual(2);
});

test('a project with many hogs gets no more slices than one with a single hog', async () => {
	const turn = turns();
	const slices: Record<string, number> = { many: 0, one: 0 };
	let stop = false;
	async function hog(project: string): Promise<void> {
		while (!stop) {
			compute(1);
			slices[project] = (slices[project] ?? 0) + 1;
			await turn.slice(project);
		}
	}
	for (let i = 0; i < 9; i += 1) turn.begin('many', () => void hog('many'));
	turn.begin('one', () => void hog('one'));
	while ((slices.one ?? 0) < 30) await macrotask();
	stop = true;
	expect(slices.many).toBeLessThan(60);
});
