/** Only resolves addresses; nothing is ever sent to it. */
const NOWHERE = 'http://nowhere.invalid';

/**
 * Where to go after signing in: a path of ours, or `/`. Whatever a browser could read as an address elsewhere
 * (`//host`, `/\host`, a scheme) is `/`.
 */
export function nextPath(wanted: FormDataEntryValue | null): string {
	if (typeof wanted !== 'string' || !wanted.startsWith('/')) return '/';
	const url = URL.parse(wanted, NOWHERE);
	return url?.origin === NOWHERE && !url.pathname.startsWith('//') ? url.pathname + url.search : '/';
}
