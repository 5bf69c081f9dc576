/** A draft that this browser holds because the server does not have it yet. */
export interface KeptDraft {
	source: string;
	/** The revision of the saved draft that this text was made from. */
	revision: number;
	/** Milliseconds since the epoch. */
	at: number;
}

const key = (scriptId: string): string => `picloud:draft:${scriptId}`;

/** Keeps what was typed, in this browser. A full or forbidden storage keeps nothing, and the answer is false. */
export function keep(scriptId: string, draft: KeptDraft): boolean {
	try {
		localStorage.setItem(key(scriptId), JSON.stringify(draft));
		return true;
	} catch {
		return false;
	}
}

export function find(scriptId: string): KeptDraft | undefined {
	try {
		const text = localStorage.getItem(key(scriptId));
		if (text === null) return undefined;
		const found = JSON.parse(text) as Partial<KeptDraft>;
		if (typeof found.source !== 'string' || typeof found.revision !== 'number') return undefined;
		return { source: found.source, revision: found.revision, at: found.at ?? 0 };
	} catch {
		return undefined;
	}
}

export function forget(scriptId: string): void {
	try {
		localStorage.removeItem(key(scriptId));
	} catch {
		// A forbidden storage holds nothing either.
	}
}
