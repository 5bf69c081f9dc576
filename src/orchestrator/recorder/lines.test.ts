import { expect, test } from 'vitest';
import { lines, type Batch } from './lines.ts';

const text = ({ chunks }: Batch): string => Buffer.concat(chunks).toString();

test('lines come out as they went in, small and large', () => {
	const waiting = lines();
	const all = Array.from({ length: 2_000 }, (_, i) => `${String(i)} ${'é'.repeat(i % 97)}\n`);
	all.splice(1_000, 0, `${'large '.repeat(40_000)}\n`);
	for (const line of all) waiting.append(line);
	expect(waiting.bytes).toBe(Buffer.byteLength(all.join('')));

	const batch = waiting.take();
	expect(batch.rows).toBe(all.length);
	expect(text(batch)).toBe(all.join(''));
	expect([waiting.rows, waiting.bytes, waiting.take().rows]).toEqual([0, 0, 0]);
});

test('a batch that is put back is taken again with what came since', () => {
	const waiting = lines();
	waiting.append('a\n');
	const batch = waiting.take();
	waiting.append('b\n');
	waiting.putBack(batch);
	expect([waiting.rows, waiting.bytes]).toEqual([2, 4]);
	expect(text(waiting.take()).split('\n').sort()).toEqual(['', 'a', 'b']);
});
