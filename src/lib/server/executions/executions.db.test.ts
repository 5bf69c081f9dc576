import { sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../tests/database/database.ts';
import { execution } from '../../../../tests/database/executions.ts';
import { member } from '../../../../tests/database/people.ts';
import { recorderLosses, versions } from '../db/schema/index.ts';
import * as scripts from '../scripts/index.ts';
import * as executions from './index.ts';

const database = await testDatabase();
const { db } = database;

async function scene(...names: string[]) {
	const actor = await member(database);
	const made = [];
	for (const name of names) {
		const { id } = await scripts.create(actor, name);
		made.push({ projectId: actor.project.id, scriptId: id });
	}
	return { actor, made };
}

describe('the list of executions', () => {
	it('has those of all scripts of the project, newest first, and no others', async () => {
		const { actor, made } = await scene('one', 'two');
		const other = await scene('one');
		const ids = [];
		for (let index = 0; index < 6; index += 1) {
			ids.push(await execution(database, made[index % 2] ?? { projectId: '', scriptId: '' }));
			await execution(database, other.made[0] ?? { projectId: '', scriptId: '' });
		}
		const { executions: listed, next } = await executions.list(actor);
		expect(listed.map(({ id }) => id)).toEqual(ids.reverse());
		expect(listed.slice(0, 2).map(({ scriptName }) => scriptName)).toEqual(['two', 'one']);
		expect(next).toBeUndefined();
	});

	it('comes in pages that neither repeat nor skip, also while new ones arrive', async () => {
		const { actor, made } = await scene('one', 'two', 'three');
		const ids: string[] = [];
		const add = async (index: number) => execution(database, made[index % 3] ?? { projectId: '', scriptId: '' });
		for (let index = 0; index < 23; index += 1) ids.push(await add(index * 7));
		const seen: string[] = [];
		let before: string | undefined;
		do {
			const page = await executions.list(actor, { before }, 5);
			seen.push(...page.executions.map(({ id }) => id));
			before = page.next;
			await add(1);
		} while (before);
		expect(seen).toEqual(ids.reverse());
	});

	it('has no next page when the last one is just full', async () => {
		const { actor, made } = await scene('one');
		for (let index = 0; index < 5; index += 1) await execution(database, made[0] ?? { projectId: '', scriptId: '' });
		expect((await executions.list(actor, {}, 5)).next).toBeUndefined();
		expect((await executions.list(actor, {}, 4)).next).toBeDefined();
	});

	it('can be narrowed to a status, a script, and what is newer than a known one', async () => {
		const { actor, made } = await scene('one', 'two');
		const [one, two] = made;
		if (!one || !two) throw new Error('two scripts were made');
		const error = JSON.stringify({ kind: 'runtime', code: 'oops', message: 'No.', line: 3, column: 1, stack: [] });
		const first = await execution(database, one);
		const failed = await execution(database, one, { status: 'failed', error, httpStatus: 500 });
		const last = await execution(database, two);
		const list = async (filter: executions.ExecutionFilter) =>
			(await executions.list(actor, filter)).executions.map(({ id }) => id);
		expect(await list({ status: 'failed' })).toEqual([failed]);
		expect(await list({ script: 'one' })).toEqual([failed, first]);
		expect(await list({ script: 'two', status: 'failed' })).toEqual([]);
		expect(await list({ script: 'none' })).toEqual([]);
		expect(await list({ after: first })).toEqual([last, failed]);
		expect((await executions.list(actor, { status: 'failed' })).executions[0]?.error).toEqual({
			kind: 'runtime',
			code: 'oops',
			message: 'No.',
			line: 3
		});
	});

	it('keeps those of a deleted script', async () => {
		const { actor, made } = await scene('one');
		const id = await execution(database, made[0] ?? { projectId: '', scriptId: '' });
		await scripts.remove(actor, 'one', 'one');
		expect((await executions.list(actor)).executions).toMatchObject([{ id, scriptName: 'one' }]);
	});

	it('reads failures along an index, however many successes lie between', async () => {
		const { rows } = await db.execute(
			sql`select indexdef from pg_indexes where tablename = 'executions' and indexdef like '%succeeded%'`
		);
		expect(rows).toHaveLength(1);
	});
});

describe('the newest executions', () => {
	it('are one for each script that ran', async () => {
		const { actor, made } = await scene('one', 'two', 'never');
		const [one, two, never] = made;
		if (!one || !two || !never) throw new Error('three scripts were made');
		await execution(database, one);
		const newest = await execution(database, one, { status: 'failed' });
		const other = await execution(database, two);
		const found = await executions.latest(
			actor,
			made.map(({ scriptId }) => scriptId)
		);
		expect(found.get(one.scriptId)).toMatchObject({ id: newest, status: 'failed' });
		expect(found.get(two.scriptId)).toMatchObject({ id: other });
		expect(found.has(never.scriptId)).toBe(false);
	});
});

describe('an execution', () => {
	it('comes with its logs, its error, and the source of its version', async () => {
		const { actor, made } = await scene('one');
		const [of] = made;
		if (!of) throw new Error('a script was made');
		await db.insert(versions).values({ scriptId: of.scriptId, number: 1, source: 'let x = 1;', sourceHash: '' });
		const logs = [{ at: 1, level: 'info', message: 'hi', fields: '{"n":2.0}', line: 1 }];
		const error = { kind: 'runtime', code: 'oops', message: 'No.', line: 1, column: 5, stack: [] };
		const id = await execution(database, of, {
			version: 1,
			status: 'failed',
			error: JSON.stringify(error),
			logs: JSON.stringify(logs),
			event: '{"body":2.0}'
		});
		expect(await executions.get(actor, id)).toMatchObject({
			execution: { id, error, logs, event: '{"body":2.0}', version: 1 },
			source: 'let x = 1;',
			script: { name: 'one', deleted: false }
		});
	});

	it('of a draft has no source, and one without logs has none', async () => {
		const { actor, made } = await scene('one');
		const id = await execution(database, made[0] ?? { projectId: '', scriptId: '' }, { version: null });
		expect(await executions.get(actor, id)).toMatchObject({
			execution: { logs: [], error: null, version: null },
			source: null
		});
	});

	it.each(['nonsense', uuidv7(), "' or 1=1 --"])('called %j does not exist', async (id) => {
		const { actor } = await scene();
		await expect(executions.get(actor, id)).rejects.toMatchObject({ status: 404 });
	});
});

describe('losses of the recorder', () => {
	it('are counted for a day, and none when there are none', async () => {
		const { actor } = await scene();
		expect(await executions.losses(actor)).toBeUndefined();
		const row = (more: object) => ({
			id: uuidv7(),
			node: 'n',
			effect: 'lost' as const,
			reason: 'the spill file is full',
			executions: 2,
			from: new Date(),
			until: new Date(),
			...more
		});
		const old = { until: new Date(Date.now() - 25 * 60 * 60 * 1000), executions: 100 };
		await db
			.insert(recorderLosses)
			.values([row({}), row({ executions: 3 }), row({ effect: 'thinned', reason: 'a burst' }), row(old)]);
		expect(await executions.losses(actor)).toMatchObject({ lost: 5, thinned: 2 });
	});
});
