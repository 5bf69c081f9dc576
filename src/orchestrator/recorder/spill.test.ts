import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Batch } from './lines.ts';
import { openSpill } from './spill.ts';

let path: string;
beforeEach(async () => {
	path = join(await mkdtemp(join(tmpdir(), 'spill-')), 'deep', 'executions.copy');
});
afterEach(() => rm(join(path, '../..'), { recursive: true }));

const batch = (...texts: string[]): Batch => ({
	rows: texts.length,
	chunks: texts.map((text) => Buffer.from(`${text}\n`))
});

async function drained(spill: Awaited<ReturnType<typeof openSpill>>): Promise<string> {
	let all = '';
	await spill.drain((lines) => {
		all += Buffer.concat(lines).toString();
		return Promise.resolve();
	});
	return all;
}

test('what is kept is there after a crash, less a half-written end', async () => {
	await (await openSpill(path)).keep(batch('one', 'two'));
	await appendFile(path, 'three, half writ');
	const spill = await openSpill(path);
	expect(spill.holds()).toBe(true);
	expect(await drained(spill)).toBe('one\ntwo\n');
	expect(spill.holds()).toBe(false);
});

test('what could not be stored stays, and so does what comes meanwhile', async () => {
	const spill = await openSpill(path);
	await spill.keep(batch('one'));
	await expect(spill.drain(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
	await spill.keep(batch('two'));
	expect((await drained(spill)) + (await drained(spill))).toBe('one\ntwo\n');
});

test('a full file keeps no more, and says so before the next failure', async () => {
	const spill = await openSpill(path, 10);
	expect(await spill.keep(batch('123456789'))).toBe(1);
	expect(spill.full()).toBe(true);
	expect(await spill.keep(batch('lost'))).toBe(0);
});
