import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { acquire, holder } from './lock-file.ts';
import * as processTable from './process-table.ts';

let directory: string;
let path: string;
beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), 'picloud-lock-'));
	path = join(directory, 'lock');
});
afterEach(() => {
	rmSync(directory, { recursive: true, force: true });
});

test('a free lock is taken, names its holder while held, and is gone once released', () => {
	const lock = acquire(path, { dashboard: 'http://localhost:3000' });

	expect(lock.held).toBe(true);
	expect(holder(path)).toMatchObject({ pid: process.pid, about: { dashboard: 'http://localhost:3000' } });
	expect(acquire(path)).toMatchObject({ held: false, by: { pid: process.pid } });
	if (lock.held) lock.release();
	expect(holder(path)).toBeUndefined();
	expect(readdirSync(directory)).toEqual([]);
});

test('the lock of a process that is gone is taken over', () => {
	const { pid } = spawnSync('true');
	writeFileSync(path, JSON.stringify({ pid, birth: '1', about: {} }));

	expect(acquire(path).held).toBe(true);
	expect(readdirSync(directory)).toEqual(['lock']);
});

test('a lock whose pid belongs to another program by now is taken over', () => {
	writeFileSync(path, JSON.stringify({ pid: process.ppid, birth: 'another time', about: {} }));

	expect(acquire(path).held).toBe(true);
});

test.each(['', '{"pid": 1', 'null', '{"pid":"1"}'])('a lock file that holds %j is taken over', (text) => {
	writeFileSync(path, text);

	expect(acquire(path).held).toBe(true);
});

test('a process that ended but was not collected yet holds nothing', async () => {
	// The shell's child ends while the shell itself sleeps and does not collect it.
	const shell = spawn('/bin/sh', ['-c', 'true & echo $!; exec sleep 5'], { stdio: ['ignore', 'pipe', 'ignore'] });
	const pid = Number(await new Promise<Buffer>((resolve) => shell.stdout.once('data', resolve)));
	await expect.poll(() => processTable.alive(pid)).toBe(false);

	writeFileSync(path, JSON.stringify({ pid, birth: processTable.birth(pid) ?? '', about: {} }));
	expect(acquire(path).held).toBe(true);
	shell.kill();
});
