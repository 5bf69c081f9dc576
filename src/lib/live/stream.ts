/** Something changed; whoever shows it reads it again. */
export type Change =
	| { kind: 'executions' | 'script'; scriptId: string }
	/** Changes may have been missed: read everything again. */
	| { kind: 'reload' };

type Heard = (change: Change) => void;

type Message =
	| { type: 'interest'; tab: string; scripts: string[] }
	| { type: 'gone'; tab: string }
	/** A new leader asks what the others want. */
	| { type: 'who' }
	| { type: 'change'; change: Change };

/** Name of the lock that the tab with the stream holds, and of the channel between the tabs. */
const NAME = 'picloud-live';
/** Navigating from page to page ends one interest and begins the next: the stream should not be opened twice for that. */
const SETTLE_MS = 60;
/** Keeps the address under the 8 KiB that servers and proxies accept. */
const MOST_SCRIPTS = 180;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;

const tab = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16)).join('');
const watchers = new Map<Heard, string[]>();
let session: Session | undefined;

/**
 * Tells of changes to these scripts until the returned function is called. However many tabs are open, the browser holds
 * one stream to the server, because HTTP/1.1 allows six connections in all (rules.md, 26).
 */
export function watch(scripts: string[], heard: Heard): () => void {
	watchers.set(heard, scripts.slice(0, MOST_SCRIPTS));
	session ??= 'locks' in navigator ? shared() : alone();
	session.changed();
	return () => {
		watchers.delete(heard);
		if (watchers.size > 0) session?.changed();
		else setTimeout(closeUnwatched, SETTLE_MS);
	};
}

function closeUnwatched(): void {
	if (watchers.size > 0) return;
	session?.close();
	session = undefined;
}

interface Session {
	/** This tab's interest is another. */
	changed: () => void;
	close: () => void;
}

const wanted = (): string[] => [...new Set([...watchers.values()].flat())].sort();

function tell(change: Change): void {
	for (const [heard, scripts] of watchers)
		if (change.kind === 'reload' || scripts.includes(change.scriptId)) heard(change);
}

/** Over plain http from another machine there are no locks, and each tab has a stream of its own. */
function alone(): Session {
	const stream = openStream(tell);
	return {
		changed() {
			stream.want(wanted());
		},
		close() {
			stream.close();
		}
	};
}

/** The tab that holds the lock has the stream; the next in line takes over as soon as it is gone, however it ended. */
function shared(): Session {
	const channel = new BroadcastChannel(NAME);
	const ended = new AbortController();
	const interests = new Map<string, string[]>();
	let stream: Stream | undefined;

	const send = (message: Message): void => {
		channel.postMessage(message);
	};
	const update = (): void => {
		stream?.want([...new Set([...interests.values()].flat())].sort());
	};

	channel.onmessage = (event: MessageEvent<Message>) => {
		const message = event.data;
		if (message.type === 'change') tell(message.change);
		else if (message.type === 'who') send({ type: 'interest', tab, scripts: wanted() });
		else if (stream) {
			if (message.type === 'gone') interests.delete(message.tab);
			else interests.set(message.tab, message.scripts);
			void forgetClosedTabs(interests).then(update);
		}
	};

	hold(`${NAME}:${tab}`, ended.signal);
	hold(NAME, ended.signal, () => {
		stream = openStream((change) => {
			tell(change);
			send({ type: 'change', change });
		});
		interests.set(tab, wanted());
		send({ type: 'who' });
		update();
	});

	return {
		changed() {
			if (stream) {
				interests.set(tab, wanted());
				update();
			} else send({ type: 'interest', tab, scripts: wanted() });
		},
		close() {
			send({ type: 'gone', tab });
			ended.abort();
			stream?.close();
			channel.close();
		}
	};
}

/** Holds a lock from when it is free until the signal. */
function hold(name: string, until: AbortSignal, held?: () => void): void {
	navigator.locks
		.request(name, { signal: until }, () => {
			held?.();
			return new Promise<void>((resolve) => {
				until.addEventListener('abort', () => {
					resolve();
				});
			});
		})
		.catch(() => undefined);
}

/** A tab that crashed said no goodbye, but the browser freed its lock. */
async function forgetClosedTabs(interests: Map<string, string[]>): Promise<void> {
	const { held = [] } = await navigator.locks.query();
	const open = new Set(held.map((lock) => lock.name));
	for (const known of interests.keys()) if (!open.has(`${NAME}:${known}`)) interests.delete(known);
}

interface Stream {
	want: (scripts: string[]) => void;
	close: () => void;
}

function openStream(tellAll: Heard): Stream {
	let source: EventSource | undefined;
	let current = '';
	let timer: ReturnType<typeof setTimeout> | undefined;
	let retryMs = FIRST_RETRY_MS;

	function connect(): void {
		source?.close();
		source = undefined;
		if (current === '') return;
		const opened = new EventSource(`/live?scripts=${current}`);
		source = opened;
		opened.onopen = () => {
			retryMs = FIRST_RETRY_MS;
			// Also the first time: something may have happened between the page's data and now.
			tellAll({ kind: 'reload' });
		};
		for (const kind of ['executions', 'script'] as const)
			opened.addEventListener(kind, (event: MessageEvent<string>) => {
				const { scriptId } = JSON.parse(event.data) as { scriptId: string };
				tellAll({ kind, scriptId });
			});
		opened.onerror = () => {
			// The browser itself tries again after a lost connection, but not after a refusal.
			if (opened.readyState !== EventSource.CLOSED) return;
			clearTimeout(timer);
			timer = setTimeout(connect, retryMs);
			retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
		};
	}

	return {
		want(scripts) {
			const next = scripts.slice(0, MOST_SCRIPTS).join(',');
			if (next === current) return;
			current = next;
			clearTimeout(timer);
			timer = setTimeout(connect, SETTLE_MS);
		},
		close() {
			clearTimeout(timer);
			source?.close();
			source = undefined;
			current = '';
		}
	};
}
