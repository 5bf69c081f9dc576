/** How long ago, in the words a person would use; past a week it is the date. */
export function ago(then: Date, now: number): string {
	const seconds = Math.round((now - then.getTime()) / 1_000);
	if (seconds < -5) return exact(then);
	if (seconds < 5) return 'just now';
	if (seconds < 60) return `${String(seconds)} s ago`;
	const minutes = Math.floor(seconds / 60);
	if (minutes < 60) return `${String(minutes)} min ago`;
	const hours = Math.floor(minutes / 60);
	if (hours < 24) return `${String(hours)} h ago`;
	const days = Math.floor(hours / 24);
	if (days < 7) return days === 1 ? 'yesterday' : `${String(days)} days ago`;
	return then.toISOString().slice(0, 10);
}

/** Milliseconds until `ago` says something else, so that a page wakes only when there is something to change. */
export function agoChangesIn(then: Date, now: number): number | undefined {
	const elapsed = now - then.getTime();
	if (elapsed < 60_000) return 5_000;
	if (elapsed < 3_600_000) return 60_000 - (elapsed % 60_000);
	if (elapsed < 7 * 86_400_000) return 3_600_000 - (elapsed % 3_600_000);
	return undefined;
}

/** To the second, with the zone, in the order that sorts. UTC, so that server and browser write the same. */
export function exact(time: Date): string {
	return `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** Between a number and its unit, so that no line breaks there. */
const NBSP = '\u00a0';

/** Three significant figures and the unit that keeps them short. */
export function duration(milliseconds: number): string {
	if (milliseconds < 0.1) return `< 0.1${NBSP}ms`;
	if (milliseconds < 1_000) return `${figures(milliseconds)}${NBSP}ms`;
	if (milliseconds < 60_000) return `${figures(milliseconds / 1_000)}${NBSP}s`;
	const minutes = Math.floor(milliseconds / 60_000);
	const seconds = Math.floor((milliseconds % 60_000) / 1_000);
	return seconds === 0 ? `${String(minutes)}${NBSP}min` : `${String(minutes)}${NBSP}min ${String(seconds)}${NBSP}s`;
}

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** In powers of 1024, as limits are given. */
export function bytes(count: number): string {
	let value = count;
	let unit = 0;
	while (value >= 1024 && unit < UNITS.length - 1) {
		value /= 1024;
		unit += 1;
	}
	return `${unit === 0 ? String(count) : figures(value)}${NBSP}${UNITS[unit] ?? ''}`;
}

/** Grouped with a thin space: `1 234 567`. */
export function count(value: number): string {
	return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f');
}

function figures(value: number): string {
	const rounded = value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
	return rounded.includes('.') ? rounded.replace(/\.?0+$/, '') : rounded;
}

/** Enough of an id to tell its neighbours apart: UUIDv7 begins with the time, so its end differs. */
export function shortId(id: string): string {
	return id.slice(-8);
}
