import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../tests/database/database.ts';
import { member } from '../../../../tests/database/people.ts';
import * as runs from '../runs/index.ts';
import * as scripts from '../scripts/index.ts';
import { streamRun } from './run-stream.ts';

const database = await testDatabase();
const actor = await member(database);
await scripts.create(actor, 'hello');
const request = { method: 'GET', path: '/hello', headers: {}, query: {}, body: '' };

const log = (sequence: number) => ({ sequence, kind: 'log' as const, body: `{"message":"line ${sequence}"}` });
const result = (sequence: number) => ({ sequence, kind: 'result' as const, body: '{"ok":true}' });

describe('the stream of a run', () => {
	it('gives frames as they come, in order, and ends after the result', async () => {
		const run = await scripts.runDraft(actor, 'hello', '1', request);
		const text = new Response(await scripts.followRun(actor, 'hello', run)).text();
		await runs.answer(database, run, [log(1)]);
		await runs.answer(database, run, [log(2), result(3)]);
		expect(await text).toBe(
			'event: log\ndata: {"message":"line 1"}\n\n' +
				'event: log\ndata: {"message":"line 2"}\n\n' +
				'event: result\ndata: {"ok":true}\n\n'
		);
	});

	it('gives everything to a reader who comes late', async () => {
		const run = await scripts.runDraft(actor, 'hello', '1', request);
		await runs.answer(database, run, [log(1), result(2)]);
		const read = async () => new Response(await scripts.followRun(actor, 'hello', run)).text();
		expect(await read()).toContain('line 1');
		expect(await read()).toContain('event: result');
	});

	it('asks for nothing more once its reader has left', async () => {
		const run = await scripts.runDraft(actor, 'hello', '1', request);
		const stream = await scripts.followRun(actor, 'hello', run);
		const reader = stream.getReader();
		const waiting = reader.read();
		await reader.cancel();
		await expect(waiting).resolves.toEqual({ done: true, value: undefined });
	});

	it('says so when no worker takes the run', async () => {
		const run = await scripts.runDraft(actor, 'hello', '1', request);
		const stream = streamRun(database, run, { firstMs: 50, longestMs: 50 });
		expect(await new Response(stream).text()).toMatch(/^event: result\ndata: .*runs\.no_worker.*\n\n$/);
	});
});
