import { and, asc, eq } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../tests/database/database.ts';
import { member } from '../../../../tests/database/people.ts';
import { checker } from '../../../../tests/database/worker.ts';
import type { Actor } from '../actor.ts';
import { scripts as table, versions } from '../db/schema/index.ts';
import * as scripts from './index.ts';

const database = await testDatabase();
const { db } = database;
const at = { path: 'http://localhost:3001', host: { before: 'http://', after: '.localhost:3001' } };
const actor = await member(database);
let stop: (() => Promise<void>) | undefined;
let made = 0;

afterEach(async () => {
	await stop?.();
	stop = undefined;
});

async function draft(source: string, by: Actor = actor): Promise<{ name: string; revision: number }> {
	made += 1;
	const { name } = await scripts.create(by, `script-${made}`);
	const saved = await scripts.saveDraft(by, name, source, 1);
	if (saved.stale) throw new Error('nobody else saved');
	return { name, revision: saved.revision };
}

async function publish(name: string, source: string): Promise<void> {
	const { script } = await scripts.get(actor, name, at);
	const saved = await scripts.saveDraft(actor, name, source, script.draftRevision);
	if (saved.stale) throw new Error('nobody else saved');
	const published = await scripts.publish(actor, name, { revision: saved.revision, message: '' });
	if (published.outcome !== 'published') throw new Error(published.outcome);
}

describe('publishing', () => {
	it('makes the draft the first version and the active one', async () => {
		stop = await checker(database);
		const { name, revision } = await draft('1 + 1');
		expect(await scripts.publish(actor, name, { revision, message: 'first' })).toEqual({
			outcome: 'published',
			version: 1
		});
		expect(await scripts.history(actor, name)).toEqual([
			{ number: 1, message: 'first', author: actor.user.name, createdAt: expect.any(Date) as Date, active: true }
		]);
		expect((await scripts.get(actor, name, at)).script).toMatchObject({ activeVersion: 1, draftChanged: false });
	});

	it('keeps the draft and makes no version when the engine does not take it, and says where', async () => {
		stop = await checker(database);
		const { name, revision } = await draft('let a = 1;\nlet b = ;');
		expect(await scripts.publish(actor, name, { revision, message: '' })).toMatchObject({
			outcome: 'broken',
			error: { kind: 'syntax', line: 2 }
		});
		expect(await scripts.history(actor, name)).toEqual([]);
		expect((await scripts.get(actor, name, at)).script).toMatchObject({
			draft: 'let a = 1;\nlet b = ;',
			draftRevision: revision,
			activeVersion: null
		});
	});

	it('is refused when no worker answers, naming the remedy, and keeps the draft', async () => {
		const { name, revision } = await draft('2');
		const refused = scripts.publish(actor, name, { revision, message: '' });
		await expect(refused).rejects.toMatchObject({ status: 503, code: 'runs.no_worker' });
		await expect(refused).rejects.toThrow(/PICLOUD_ROLES/);
		expect((await scripts.get(actor, name, at)).script).toMatchObject({ draft: '2', activeVersion: null });
	});

	it('publishes nothing that the publisher has not seen, and shows what is there', async () => {
		stop = await checker(database);
		const { name, revision } = await draft('"mine"');
		const colleague = await member(database, { role: 'editor', of: actor.project });
		await scripts.saveDraft(colleague, name, '"theirs"', revision);
		expect(await scripts.publish(actor, name, { revision, message: '' })).toMatchObject({
			outcome: 'stale',
			draft: { source: '"theirs"', revision: revision + 1, savedBy: colleague.user.name }
		});
	});

	it('publishes what was checked when somebody saves meanwhile', async () => {
		const { name, revision } = await draft('"checked"');
		stop = await checker(database, async () => {
			await scripts.saveDraft(actor, name, 'broken (', revision);
		});
		expect(await scripts.publish(actor, name, { revision, message: '' })).toMatchObject({ outcome: 'published' });
		const [version] = await db
			.select({ source: versions.source })
			.from(versions)
			.innerJoin(table, eq(table.id, versions.scriptId))
			.where(and(eq(table.name, name), eq(versions.number, 1)));
		expect(version?.source).toBe('"checked"');
		expect((await scripts.get(actor, name, at)).script).toMatchObject({ draft: 'broken (', draftChanged: true });
	});

	it('makes no second version of what is active already', async () => {
		stop = await checker(database);
		const { name, revision } = await draft('3');
		const both = await Promise.all([1, 2].map(() => scripts.publish(actor, name, { revision, message: '' })));
		expect(both).toEqual([
			{ outcome: 'published', version: 1 },
			{ outcome: 'published', version: 1 }
		]);
	});

	it('numbers versions without gaps or doubles when many publish at the same time', async () => {
		const { name } = await draft('0');
		const script = await db.query.scripts.findFirst({ where: eq(table.name, name) });
		if (!script) throw new Error('the script was just made');
		stop = await checker(database);
		const publishers = Array.from({ length: 12 }, async (_, index) => {
			for (;;) {
				const current = (await scripts.get(actor, name, at)).script;
				const saved = await scripts.saveDraft(actor, name, `${index}`, current.draftRevision);
				if (saved.stale) continue;
				const published = await scripts.publish(actor, name, { revision: saved.revision, message: `${index}` });
				if (published.outcome === 'published') return published.version;
			}
		});
		const numbers = await Promise.all(publishers);
		const rows = await db
			.select({ number: versions.number })
			.from(versions)
			.where(eq(versions.scriptId, script.id))
			.orderBy(asc(versions.number));
		expect(rows.map((row) => row.number)).toEqual(rows.map((_, index) => index + 1));
		expect(new Set(numbers).size).toBe(rows.length);
	});

	it('tells route tables and open pages, after the commit', async () => {
		stop = await checker(database);
		const { name, revision } = await draft('4');
		const { id } = (await scripts.get(actor, name, at)).script;
		await database.announcer.flush();
		const seen = new Promise<number | null>((resolve) => {
			const end = database.listener.on('routes', (ids) => {
				if (!ids.includes(actor.project.id)) return;
				end();
				void scripts.get(actor, name, at).then(({ script }) => {
					resolve(script.activeVersion);
				});
			});
		});
		const page = new Promise<void>((resolve) => {
			const end = database.listener.on('scripts', (ids) => {
				if (!ids.includes(id)) return;
				end();
				resolve();
			});
		});
		// The notices of making and saving must have passed before.
		await new Promise((resolve) => setTimeout(resolve, 50));
		await scripts.publish(actor, name, { revision, message: '' });
		await page;
		expect([null, 1]).toContain(await seen);
	});
});

describe('rolling back', () => {
	it('moves the pointer and leaves versions and draft as they are', async () => {
		stop = await checker(database);
		const { name } = await draft('');
		await publish(name, '"one"');
		await publish(name, '"two"');
		await scripts.rollback(actor, name, 1);
		expect((await scripts.get(actor, name, at)).script).toMatchObject({
			activeVersion: 1,
			draft: '"two"',
			draftChanged: true
		});
		expect(await scripts.history(actor, name)).toMatchObject([
			{ number: 2, active: false },
			{ number: 1, active: true }
		]);
	});

	it('lets the next version follow the highest, not the active one', async () => {
		stop = await checker(database);
		const { name } = await draft('');
		await publish(name, '"one"');
		await publish(name, '"two"');
		await scripts.rollback(actor, name, 1);
		await publish(name, '"three"');
		expect((await scripts.history(actor, name)).map(({ number }) => number)).toEqual([3, 2, 1]);
	});

	it.each([2, 0, -1])('to version %d, which there is not, is refused', async (number) => {
		stop = await checker(database);
		const { name } = await draft('');
		await publish(name, '"one"');
		await expect(scripts.rollback(actor, name, number)).rejects.toMatchObject({ status: 404 });
	});
});

describe('comparing', () => {
	it('gives the sources of two versions, or of a version and the draft', async () => {
		stop = await checker(database);
		const { name } = await draft('');
		await publish(name, '"one"');
		await publish(name, '"two"');
		expect(await scripts.compare(actor, name, 1, 2)).toEqual({
			from: 1,
			to: 2,
			sources: { from: '"one"', to: '"two"' }
		});
		expect(await scripts.compare(actor, name, 1, 'draft')).toMatchObject({ sources: { to: '"two"' } });
		await expect(scripts.compare(actor, name, 1, 9)).rejects.toMatchObject({ status: 404 });
	});
});
