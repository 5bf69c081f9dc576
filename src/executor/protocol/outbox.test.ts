import { expect, test } from 'vitest';
import { outbox } from './outbox.ts';

test('frames of a turn travel together, in order, and a long turn’s first ones do not wait for its last', async () => {
	const messages: number[][] = [];
	const send = outbox<number>((frames) => messages.push(frames));
	for (let frame = 0; frame < 35; frame += 1) send(frame);
	expect(messages.map(({ length }) => length)).toEqual([16, 16]);
	await new Promise((resolve) => setImmediate(resolve));
	expect(messages.flat()).toEqual(Array.from({ length: 35 }, (_, frame) => frame));

	send(35);
	expect(messages).toHaveLength(3);
	await new Promise((resolve) => setImmediate(resolve));
	expect(messages.at(-1)).toEqual([35]);
});
