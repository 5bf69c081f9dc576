import { watch, type Change } from './stream.ts';

/** Often enough to feel live; a busy endpoint would otherwise have the page read all the time. */
const AT_MOST_EVERY_MS = 500;

/**
 * Reads again whenever one of these scripts changes: at once, then at most twice a second, one reading at a time, and not
 * while nobody looks (then once on return). The returned function ends it.
 */
export function follow(scripts: string[], read: (changes: Change[]) => Promise<unknown>): () => void {
	if (scripts.length === 0) return () => undefined;
	let waiting: Change[] = [];
	let reading = false;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let nextAt = 0;

	function soon(): void {
		if (reading || waiting.length === 0 || document.hidden) return;
		clearTimeout(timer);
		timer = setTimeout(() => void turn(), Math.max(0, nextAt - Date.now()));
	}

	async function turn(): Promise<void> {
		const changes = waiting;
		waiting = [];
		reading = true;
		// A failed reading is made good by the next change or reconnect.
		await read(changes).catch(() => undefined);
		reading = false;
		nextAt = Date.now() + AT_MOST_EVERY_MS;
		soon();
	}

	const end = watch(scripts, (change) => {
		waiting.push(change);
		soon();
	});
	document.addEventListener('visibilitychange', soon);
	return () => {
		clearTimeout(timer);
		document.removeEventListener('visibilitychange', soon);
		end();
	};
}
