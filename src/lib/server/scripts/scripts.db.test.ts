import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '#lib/domain/limits.ts';
import { METHODS } from '#lib/domain/trigger.ts';
import { testDatabase } from '../../../../tests/database/database.ts';
import { member } from '../../../../tests/database/people.ts';
import { scripts as table, triggers as triggersTable } from '../db/schema/index.ts';
import * as endpoints from '../triggers/endpoints.ts';
import * as triggers from '../triggers/index.ts';
import * as scripts from './index.ts';

const database = await testDatabase();
const { db } = database;
const at = { path: 'http://localhost:3001', host: { before: 'http://', after: '.localhost:3001' } };

describe('a new script', () => {
	it('has a draft and an endpoint on its name', async () => {
		const actor = await member(database);
		await scripts.create(actor, 'hello');
		const { script, trigger, addresses } = await scripts.get(actor, 'hello', at);
		expect(script).toMatchObject({ name: 'hello', draftRevision: 1, activeVersion: null, draftChanged: true });
		expect(script.draft).toContain('Hello');
		expect(trigger).toMatchObject({ settings: { methods: [...METHODS], path: '/hello' }, enabled: true });
		expect(addresses).toEqual({
			path: `http://localhost:3001/${actor.project.name}/hello`,
			host: `http://${actor.project.name}.localhost:3001/hello`
		});
	});

	it('is refused under a name that is taken, and then makes nothing', async () => {
		const actor = await member(database);
		await scripts.create(actor, 'hello');
		const before = await db.$count(triggersTable);
		await expect(scripts.create(actor, 'hello')).rejects.toMatchObject({ code: 'script.name_taken', field: 'name' });
		expect(await db.$count(triggersTable)).toBe(before);
	});

	it('may have a name that another project uses', async () => {
		const [one, other] = [await member(database), await member(database)];
		await scripts.create(one, 'hello');
		await expect(scripts.create(other, 'hello')).resolves.toMatchObject({ name: 'hello' });
	});

	it('is made once when two make it at the same time', async () => {
		const actor = await member(database);
		const both = await Promise.allSettled([1, 2].map(() => scripts.create(actor, 'hello')));
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(await scripts.list(actor, at)).toHaveLength(1);
	});

	it('is refused when another script answers its path, naming that one', async () => {
		const actor = await member(database);
		await scripts.create(actor, 'first');
		await triggers.edit(actor, 'first', { methods: ['GET'], path: '/second' });
		await expect(scripts.create(actor, 'second')).rejects.toThrow(/The script first answers GET \/second/);
		expect(await scripts.list(actor, at)).toHaveLength(1);
	});

	it('gets a free name suggested', async () => {
		const actor = await member(database);
		expect(await scripts.suggestName(actor)).toBe('hello');
		await scripts.create(actor, 'hello');
		expect(await scripts.suggestName(actor)).toBe('hello-2');
	});
});

describe('a draft', () => {
	it('counts its saves', async () => {
		const actor = await member(database);
		await scripts.create(actor, 'hello');
		expect(await scripts.saveDraft(actor, 'hello', 'one', 1)).toMatchObject({ stale: false, revision: 2 });
		expect(await scripts.saveDraft(actor, 'hello', 'two', 2)).toMatchObject({ stale: false, revision: 3 });
		expect((await scripts.get(actor, 'hello', at)).script.draft).toBe('two');
	});

	it('is not overwritten from an older one: both texts are there', async () => {
		const actor = await member(database);
		const colleague = await member(database, { role: 'editor', of: actor.project });
		await scripts.create(actor, 'hello');
		await scripts.saveDraft(colleague, 'hello', 'theirs', 1);
		expect(await scripts.saveDraft(actor, 'hello', 'mine', 1)).toMatchObject({
			stale: true,
			draft: { source: 'theirs', revision: 2, savedBy: colleague.user.name }
		});
		expect((await scripts.get(actor, 'hello', at)).script.draft).toBe('theirs');
	});

	it('has one winner when many save over the same revision', async () => {
		const actor = await member(database);
		await scripts.create(actor, 'hello');
		const saves = await Promise.all(
			Array.from({ length: 10 }, (_, index) => scripts.saveDraft(actor, 'hello', `text ${index}`, 1))
		);
		expect(saves.filter((save) => !save.stale)).toHaveLength(1);
	});

	it('that is saved as it is counts nothing', async () => {
		const actor = await member(database);
		await scripts.create(actor, 'hello');
		await scripts.saveDraft(actor, 'hello', 'same', 1);
		expect(await scripts.saveDraft(actor, 'hello', 'same', 2)).toMatchObject({ stale: false, revision: 2 });
	});

	it.each([
		['x'.repeat(DEFAULT_LIMITS.source_bytes + 1), 'script.source_too_large'],
		['ä'.repeat(DEFAULT_LIMITS.source_bytes / 2 + 1), 'script.source_too_large'],
		['a\0b', 'script.source_not_text'],
		['a\ud800b', 'script.source_not_text']
	])('that could not be stored or run is refused', async (source, code) => {
		const actor = await member(database);
		await scripts.create(actor, 'hello');
		await expect(scripts.saveDraft(actor, 'hello', source, 1)).rejects.toMatchObject({ status: 422, code });
	});

	it('may be as long as a source may be', async () => {
		const actor = await member(database);
		await scripts.create(actor, 'hello');
		const source = 'x'.repeat(DEFAULT_LIMITS.source_bytes);
		expect(await scripts.saveDraft(actor, 'hello', source, 1)).toMatchObject({ stale: false });
	});
});

describe('renaming', () => {
	it('moves the endpoint with the name while it is where it was made', async () => {
		const actor = await member(database);
		await scripts.create(actor, 'hello');
		await scripts.rename(actor, 'hello', 'bye');
		expect(await scripts.get(actor, 'bye', at)).toMatchObject({
			script: { name: 'bye' },
			trigger: { settings: { path: '/bye' } }
		});
		await expect(scripts.get(actor, 'hello', at)).rejects.toMatchObject({ status: 404 });
	});

	it('leaves a path that somebody chose', async () => {
		const actor = await member(database);
		await scripts.create(actor, 'hello');
		await triggers.edit(actor, 'hello', { methods: ['GET'], path: '/users/:id' });
		await scripts.rename(actor, 'hello', 'bye');
		expect((await scripts.get(actor, 'bye', at)).trigger.settings.path).toBe('/users/:id');
	});

	it('to a name that is taken is refused', async () => {
		const actor = await member(database);
		await scripts.create(actor, 'one');
		await scripts.create(actor, 'two');
		await expect(scripts.rename(actor, 'one', 'two')).rejects.toMatchObject({ code: 'script.name_taken' });
	});

	it('to a name whose path another script answers is refused, and then changes nothing', async () => {
		const actor = await member(database);
		await scripts.create(actor, 'one');
		await scripts.create(actor, 'two');
		await triggers.edit(actor, 'two', { methods: ['POST'], path: '/three' });
		await expect(scripts.rename(actor, 'one', 'three')).rejects.toMatchObject({ code: 'trigger.path_taken' });
		expect((await scripts.get(actor, 'one', at)).trigger.settings.path).toBe('/one');
	});

	it('to its own name changes nothing', async () => {
		const actor = await member(database);
		await scripts.create(actor, 'one');
		await expect(scripts.rename(actor, 'one', 'one')).resolves.toEqual({ name: 'one' });
	});
});

describe('deleting', () => {
	it('asks for the name', async () => {
		const actor = await member(database);
		await scripts.create(actor, 'hello');
		await expect(scripts.remove(actor, 'hello', 'hell')).rejects.toMatchObject({ status: 422, field: 'confirm' });
		await expect(scripts.get(actor, 'hello', at)).resolves.toBeDefined();
	});

	it('takes script and endpoint away, keeps their rows, and frees name and path', async () => {
		const actor = await member(database);
		const { id } = await scripts.create(actor, 'hello');
		await scripts.remove(actor, 'hello', ' hello ');
		expect(await scripts.list(actor, at)).toEqual([]);
		await expect(scripts.get(actor, 'hello', at)).rejects.toMatchObject({ status: 404 });
		expect(await db.$count(table)).toBeGreaterThan(0);
		const again = await scripts.create(actor, 'hello');
		expect(again.id).not.toBe(id);
	});
});

describe('an endpoint', () => {
	const get = { methods: ['GET' as const] };

	it.each([
		[{ ...get, path: '/users/:id' }, { ...get, path: '/users/:name' }, true],
		[{ ...get, path: '/a' }, { ...get, path: '/a' }, true],
		[{ methods: ['GET', 'POST'] as const, path: '/a' }, { methods: ['POST'] as const, path: '/a' }, true],
		[{ ...get, path: '/a' }, { methods: ['POST'] as const, path: '/a' }, false],
		[{ ...get, path: '/users/:id' }, { ...get, path: '/users/me' }, false],
		[{ ...get, path: '/files/*rest' }, { ...get, path: '/files/:name' }, false]
	])('on %o collides with one on %o: %s', async (one, other, collides) => {
		const actor = await member(database);
		await scripts.create(actor, 'one');
		await scripts.create(actor, 'other');
		await triggers.edit(actor, 'one', { ...one, methods: [...one.methods] });
		const edit = triggers.edit(actor, 'other', { ...other, methods: [...other.methods] });
		if (collides) await expect(edit).rejects.toThrow(/The script one answers/);
		else await expect(edit).resolves.toBeUndefined();
	});

	it('may be saved as it is, and does not collide with other projects', async () => {
		const [one, other] = [await member(database), await member(database)];
		await scripts.create(one, 'hello');
		await scripts.create(other, 'bye');
		await triggers.edit(one, 'hello', { ...get, path: '/hello' });
		await expect(triggers.edit(other, 'bye', { ...get, path: '/hello' })).resolves.toBeUndefined();
	});

	it('goes to one script when two claim its path at the same time', async () => {
		const actor = await member(database);
		const names = ['one', 'two', 'three', 'four'];
		for (const name of names) await scripts.create(actor, name);
		const claims = await Promise.allSettled(
			names.map((name) => triggers.edit(actor, name, { ...get, path: '/contested' }))
		);
		expect(claims.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
	});

	it('is served only while its script is published and not deleted', async () => {
		const actor = await member(database);
		await scripts.create(actor, 'hello');
		expect(await endpoints.load(db, [actor.project.id])).toEqual([]);
	});
});

describe('limits', () => {
	it('are those that the script asks for', async () => {
		const actor = await member(database);
		await scripts.create(actor, 'hello');
		await scripts.setLimits(actor, 'hello', { operations: 1_000 });
		expect((await scripts.get(actor, 'hello', at)).script.limits).toEqual({ operations: 1_000 });
	});
});
