import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Draft, type SavedDraft } from './draft.svelte.ts';
import * as keptDrafts from './kept-draft.ts';

const SCRIPT = 'a-script';

/** A server that holds one draft, as the real one does; it can be away, and it can have forgotten who asks. */
function server(source = 'old') {
	const held = { source, revision: 1 };
	const state = { away: false, signedOut: false, refuses: false, held };
	const put = ({ source: sent, revision }: SavedDraft): Promise<Response> => {
		if (state.away) return Promise.reject(new TypeError('Failed to fetch'));
		if (state.signedOut) return Promise.resolve(new Response('{}', { status: 401 }));
		if (state.refuses) return Promise.resolve(Response.json({ message: 'Too long.' }, { status: 422 }));
		if (revision !== held.revision) return Promise.resolve(Response.json({ draft: { ...held } }, { status: 409 }));
		held.source = sent;
		held.revision += 1;
		return Promise.resolve(Response.json({ revision: held.revision }));
	};
	return { state, held, put };
}

let close: (() => void) | undefined;
function open(at: ReturnType<typeof server>): Draft {
	const draft = new Draft({ scriptId: SCRIPT, saved: { ...at.held }, put: at.put });
	close = draft.open();
	return draft;
}

beforeEach(() => {
	localStorage.clear();
});
afterEach(() => {
	close?.();
});

it('what is typed is saved after a pause, and then no longer kept in the browser', async () => {
	const at = server();
	const draft = open(at);
	draft.type('new');
	expect(keptDrafts.find(SCRIPT)?.source).toBe('new');
	await vi.waitFor(() => {
		expect(draft.state.is).toBe('saved');
	}, 3_000);
	expect(at.held.source).toBe('new');
	expect(keptDrafts.find(SCRIPT)).toBeUndefined();
});

it('what a server that is away could not take is kept, restored on return and sent', async () => {
	const at = server();
	at.state.away = true;
	const first = open(at);
	first.type('typed');
	expect(await first.save()).toBe(false);
	expect(first.state).toEqual({ is: 'offline', kept: true });
	close?.();

	at.state.away = false;
	const second = open(at);
	expect(second.source).toBe('typed');
	expect(second.restored?.saved).toBe('old');
	await vi.waitFor(() => {
		expect(at.held.source).toBe('typed');
	}, 3_000);
});

it('an expired session keeps the text, and coming back to the tab sends it', async () => {
	const at = server();
	at.state.signedOut = true;
	const draft = open(at);
	draft.type('typed');
	expect(await draft.save()).toBe(false);
	expect(draft.state).toEqual({ is: 'signed-out', kept: true });

	at.state.signedOut = false;
	dispatchEvent(new Event('focus'));
	await vi.waitFor(() => {
		expect(draft.state.is).toBe('saved');
	}, 3_000);
});

it('a draft that somebody else saved is a conflict until one is chosen', async () => {
	const at = server();
	const draft = open(at);
	Object.assign(at.held, { source: 'theirs', revision: 2 });
	draft.type('mine');
	expect(await draft.save()).toBe(false);
	expect(draft.state).toMatchObject({ is: 'conflict', theirs: { source: 'theirs' } });
	expect(at.held.source).toBe('theirs');

	await draft.choose('mine');
	expect(at.held.source).toBe('mine');
	expect(draft.state.is).toBe('saved');
});

it('a newer draft from elsewhere is taken over only when nothing unsaved is here', () => {
	const at = server();
	at.state.away = true;
	const draft = open(at);
	draft.heard({ source: 'newer', revision: 2 });
	expect(draft.source).toBe('newer');

	draft.type('unsaved');
	draft.heard({ source: 'newest', revision: 3 });
	expect(draft.source).toBe('unsaved');
	expect(draft.state).toMatchObject({ is: 'conflict', theirs: { source: 'newest' } });
});

it('a refused draft says why and stays in the browser', async () => {
	const at = server();
	at.state.refuses = true;
	const draft = open(at);
	draft.type('far too long');
	expect(await draft.save()).toBe(false);
	expect(draft.state).toEqual({ is: 'refused', message: 'Too long.' });
	expect(keptDrafts.find(SCRIPT)?.source).toBe('far too long');
});
