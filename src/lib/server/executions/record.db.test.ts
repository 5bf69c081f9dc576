import { randomUUIDv7 } from 'node:crypto';
import { expect, test } from 'vitest';
import { testDatabase } from '../../../../tests/database/database.ts';
import { executions } from '../db/schema/index.ts';
import { line, record, recordAgain, type ExecutionRecord } from './record.ts';

const { db, pool } = await testDatabase();

const row = (more: Partial<ExecutionRecord> = {}): ExecutionRecord => ({
	id: randomUUIDv7(),
	projectId: randomUUIDv7(),
	scriptId: randomUUIDv7(),
	version: 1,
	triggerId: randomUUIDv7(),
	eventKind: 'http',
	status: 'succeeded',
	startedAt: Date.UTC(2026, 10, 24, 12, 0, 0, 123),
	durationMs: 1.5,
	cpuMs: 0.25,
	operations: 12,
	memoryBytes: 2_031_616,
	method: 'GET',
	path: '/hello',
	httpStatus: 200,
	error: null,
	logs: null,
	logsCut: false,
	event: null,
	...more
});
const lines = (...rows: ExecutionRecord[]): Buffer[] => [Buffer.from(rows.map(line).join(''))];
const stored = async (id: string) => (await db.select().from(executions)).find((execution) => execution.id === id);

test('an execution is stored as it was, JSON text to the letter', async () => {
	const event = '{"body":{"two":2.0,"big":9007199254740993},"text":"tab\\t, line\\n, back\\\\slash, \\u0000"}';
	const given = row({ status: 'failed', httpStatus: 500, error: '{"code":"x"}', logs: '[]', logsCut: true, event });
	await record(pool, lines(given));
	const { startedAt, ...rest } = given;
	expect(await stored(given.id)).toEqual({ ...rest, startedAt: new Date(startedAt) });
});

test.each(['a\tb', 'a\nb', 'a\\b', '\\N', '\\.', 'a\r', 'é😀', 'half \ud800', 'nul \u0000'])(
	'the path %j is stored',
	async (path) => {
		const given = row({ path });
		await record(pool, lines(given));
		expect((await stored(given.id))?.path).toBe(path.toWellFormed().replace('\u0000', '\ufffd'));
	}
);

test('what is null stays null', async () => {
	const given = row({ version: null, triggerId: null, method: null, path: null, httpStatus: null });
	await record(pool, lines(given));
	expect(await stored(given.id)).toMatchObject({
		version: null,
		triggerId: null,
		method: null,
		path: null,
		httpStatus: null
	});
});

test('lines that may be stored already are stored once', async () => {
	const [first, second] = [row(), row()];
	await record(pool, lines(first));
	await recordAgain(pool, lines(first, second));
	await recordAgain(pool, lines(first, second));
	const ids = (await db.select({ id: executions.id }).from(executions)).map(({ id }) => id);
	expect(ids.filter((id) => [first.id, second.id].includes(id)).sort()).toEqual([first.id, second.id].sort());
});

test('of lines that PostgreSQL refuses none is stored, and the pool still works', async () => {
	const [good, bad] = [row(), row({ httpStatus: 1_000_000 })];
	await expect(record(pool, lines(good, bad))).rejects.toMatchObject({ code: '22003' });
	await expect(recordAgain(pool, lines(good, bad))).rejects.toMatchObject({ code: '22003' });
	expect(await stored(good.id)).toBeUndefined();
	await record(pool, lines(good));
	expect(await stored(good.id)).toBeDefined();
});
