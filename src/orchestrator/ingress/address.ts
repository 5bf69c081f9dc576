/** Where a request wants to go, before anything is looked up. */
export interface Address {
	/** In path mode all projects share an origin, so their answers are sandboxed (rules.md, 12). */
	mode: 'path' | 'host';
	project: string;
	/** The path within the project, as it was sent, percent-escapes included. */
	path: string;
	/** Without its `?`. */
	query: string;
}

/** Hosts whose meaning is remembered; a client that invents more only makes the memory start again. */
const MOST_HOSTS = 1_000;

/**
 * Makes the function that reads addresses. `<project>.localhost` and `<project>.<domain>` are host mode, every other
 * host (names, addresses, none) is path mode: `/<project>/<path>`.
 */
export function addresses(
	domain: string | undefined
): (host: string | undefined, target: string) => Address | undefined {
	const suffixes = ['.localhost', ...(domain === undefined ? [] : [`.${domain}`])];
	const known = new Map<string, string | undefined>();

	function projectOf(host: string): string | undefined {
		if (known.has(host)) return known.get(host);
		const name = host.toLowerCase().replace(/\.?(:\d*)?$/, '');
		const suffix = suffixes.find((end) => name.endsWith(end));
		const project = suffix === undefined ? undefined : name.slice(0, -suffix.length);
		if (known.size >= MOST_HOSTS) known.clear();
		known.set(host, project);
		return project;
	}

	return function locate(host: string | undefined, target: string): Address | undefined {
		if (!target.startsWith('/')) {
			// The absolute form, which clients use towards proxies; its host stands over the header (RFC 9112, 3.2.2).
			const url = URL.parse(target);
			return url === null ? undefined : locate(url.host, url.pathname + url.search);
		}
		const mark = target.indexOf('?');
		const path = mark === -1 ? target : target.slice(0, mark);
		const query = mark === -1 ? '' : target.slice(mark + 1);
		const project = host === undefined ? undefined : projectOf(host);
		if (project !== undefined) return { mode: 'host', project, path, query };
		const slash = path.indexOf('/', 1);
		return slash === -1
			? { mode: 'path', project: path.slice(1), path: '/', query }
			: { mode: 'path', project: path.slice(1, slash), path: path.slice(slash), query };
	};
}
