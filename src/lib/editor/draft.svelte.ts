import * as keptDrafts from './kept-draft.ts';

export type DraftState =
	/** The server has every character. */
	| { is: 'saved' }
	| { is: 'typing' | 'saving' }
	/** Not at the server, but in this browser; it is sent as soon as that works again. */
	| { is: 'offline' | 'signed-out'; kept: boolean }
	/** The server will not take it, for a reason that only the person can change. */
	| { is: 'refused'; message: string }
	/** Somebody else saved since; a person must choose. */
	| { is: 'conflict'; theirs: SavedDraft };

export interface SavedDraft {
	source: string;
	revision: number;
	/** Whose save it is, when it is known. */
	savedBy?: string | null;
}

interface Options {
	scriptId: string;
	saved: SavedDraft;
	/** Puts the draft to the server. Rejects when it can't be reached. */
	put: (draft: SavedDraft, keepalive: boolean) => Promise<Response>;
}

/** One save while typing, one right after a pause. */
const PAUSE_MS = 600;
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 30_000;

/**
 * What is being edited, saved as it is typed. Whatever happens to the connection, the session or the tab, what was typed
 * is in this browser until the server has it.
 */
export class Draft {
	source = $state('');
	state = $state.raw<DraftState>({ is: 'saved' });
	/** When this browser restored text that had not reached the server: the time it was typed, and what the server has. */
	restored = $state.raw<{ at: number; saved: string }>();

	readonly #options: Options;
	#saved: SavedDraft;
	#pause: ReturnType<typeof setTimeout> | undefined;
	#retryMs = FIRST_RETRY_MS;
	#saving: Promise<void> | undefined;

	constructor(options: Options) {
		this.#options = options;
		this.#saved = options.saved;
		this.source = options.saved.source;
	}

	get revision(): number {
		return this.#saved.revision;
	}

	/** Looks for text that this browser kept, and keeps watch. Call in the browser only; the answer ends the watch. */
	open(): () => void {
		const kept = keptDrafts.find(this.#options.scriptId);
		if (kept && kept.source !== this.#saved.source) {
			this.source = kept.source;
			if (kept.revision === this.#saved.revision) {
				this.restored = { at: kept.at, saved: this.#saved.source };
				void this.save();
			} else this.state = { is: 'conflict', theirs: this.#saved };
		} else if (kept) keptDrafts.forget(this.#options.scriptId);

		const again = (): void => {
			if (this.#waits() && document.visibilityState === 'visible') void this.save();
		};
		const leave = (): void => {
			// The answer is not seen any more; the kept text is compared on return. Browsers take at most 64 KiB here.
			if (this.state.is === 'typing') void this.#put(true).catch(() => undefined);
		};
		addEventListener('online', again);
		addEventListener('focus', again);
		addEventListener('pagehide', leave);
		return () => {
			removeEventListener('online', again);
			removeEventListener('focus', again);
			removeEventListener('pagehide', leave);
			clearTimeout(this.#pause);
			leave();
		};
	}

	/** What was typed just now. */
	type(source: string): void {
		this.source = source;
		this.#keep();
		if (this.state.is === 'conflict') return;
		this.state = { is: 'typing' };
		this.#later(PAUSE_MS);
	}

	/**
	 * Saves now.
	 * @returns whether the server has the text
	 */
	async save(): Promise<boolean> {
		clearTimeout(this.#pause);
		await this.#saving;
		if (this.state.is === 'conflict') return false;
		if (this.source === this.#saved.source) {
			this.#settle();
			return true;
		}
		this.#saving = this.#send();
		await this.#saving;
		this.#saving = undefined;
		return this.isSaved();
	}

	isSaved(): boolean {
		return this.state.is === 'saved';
	}

	/** The server has a newer draft, for example from another tab. Taken over unless something unsaved is here. */
	heard(saved: SavedDraft): void {
		if (saved.revision <= this.#saved.revision || this.#saving) return;
		if (this.source === this.#saved.source || this.source === saved.source) {
			this.#saved = saved;
			this.source = saved.source;
			this.#settle();
		} else if (this.state.is !== 'conflict') this.state = { is: 'conflict', theirs: saved };
	}

	/** Ends a conflict with the text here, which replaces theirs, or with theirs. */
	async choose(whose: 'mine' | 'theirs'): Promise<void> {
		if (this.state.is !== 'conflict') return;
		this.#saved = this.state.theirs;
		if (whose === 'theirs') this.source = this.#saved.source;
		this.state = { is: 'typing' };
		await this.save();
	}

	/** Gives up the restored text for what the server had. */
	async discardRestored(): Promise<void> {
		if (!this.restored) return;
		this.type(this.restored.saved);
		this.restored = undefined;
		await this.save();
	}

	async #send(): Promise<void> {
		const sent = this.source;
		this.state = { is: 'saving' };
		this.#keep();
		let response: Response;
		try {
			response = await this.#put(false);
		} catch {
			this.state = { is: 'offline', kept: this.#keep() };
			this.#retry();
			return;
		}
		await this.#answered(response, sent);
	}

	async #answered(response: Response, sent: string): Promise<void> {
		if (response.status === 401) {
			this.state = { is: 'signed-out', kept: this.#keep() };
			return;
		}
		const body = (await response.json().catch(() => ({}))) as {
			revision?: number;
			message?: string;
			draft?: SavedDraft;
		};
		if (response.ok && body.revision !== undefined) {
			this.#saved = { source: sent, revision: body.revision };
			this.#retryMs = FIRST_RETRY_MS;
			this.#settle();
		} else if (response.status === 409 && body.draft) {
			// Both typed the same, or only the answer to our own save was lost.
			if (body.draft.source === this.source) {
				this.#saved = body.draft;
				this.#settle();
			} else this.state = { is: 'conflict', theirs: body.draft };
		} else if (response.status >= 500 || response.status === 429) {
			this.state = { is: 'offline', kept: this.#keep() };
			this.#retry();
		} else {
			this.#keep();
			this.state = { is: 'refused', message: body.message ?? `The server answered ${String(response.status)}.` };
		}
	}

	/** More may have been typed while a save was on its way. */
	#settle(): void {
		if (this.source === this.#saved.source) {
			this.state = { is: 'saved' };
			keptDrafts.forget(this.#options.scriptId);
		} else {
			this.state = { is: 'typing' };
			this.#keep();
			this.#later(PAUSE_MS);
		}
	}

	#put(keepalive: boolean): Promise<Response> {
		return this.#options.put({ source: this.source, revision: this.#saved.revision }, keepalive);
	}

	#keep(): boolean {
		return keptDrafts.keep(this.#options.scriptId, {
			source: this.source,
			revision: this.#saved.revision,
			at: Date.now()
		});
	}

	#waits(): boolean {
		return this.state.is === 'offline' || this.state.is === 'signed-out';
	}

	#retry(): void {
		this.#later(this.#retryMs);
		this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
	}

	#later(milliseconds: number): void {
		clearTimeout(this.#pause);
		this.#pause = setTimeout(() => void this.save(), milliseconds);
	}
}
