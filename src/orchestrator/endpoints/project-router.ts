import findMyWay, { type HTTPMethod, type Instance } from 'find-my-way';
import type { EndpointPattern } from '#lib/domain/endpoint-pattern.ts';
import { METHODS } from '#lib/domain/trigger.ts';
import type { Route } from './route.ts';

/** Longer than any request line that node:http lets in, so that no parameter is too long for the router alone. */
const LONGEST_PARAMETER = 16 * 1024;

export type Match =
	| { kind: 'found'; route: Route; parameters: string[] }
	/** The path is known, with other methods. */
	| { kind: 'method'; allow: string[] }
	| { kind: 'none' };

export interface ProjectRouter {
	match: (method: string, path: string) => Match;
	/** What OPTIONS and 405 name; empty when nothing is at the path. */
	allow: (path: string) => string[];
}

/** Routes one project's requests. The tree is built at the first request and never changed: a new one replaces it. */
export function projectRouter(routes: Route[]): ProjectRouter {
	let tree: Instance<never> | undefined;

	function find(method: string, path: string): { route: Route; parameters: string[] } | undefined {
		tree ??= build(routes);
		const found = tree.find(method as HTTPMethod, path);
		if (!found) return undefined;
		const route = found.store as Route;
		return { route, parameters: route.parameters.length === 0 ? [] : (Object.values(found.params) as string[]) };
	}

	function allow(path: string): string[] {
		const methods: string[] = METHODS.filter((method) => find(method, path));
		if (methods.includes('GET')) methods.push('HEAD');
		return methods.length > 0 ? [...methods, 'OPTIONS'] : [];
	}

	return {
		allow,
		match(method, path) {
			const found = find(method === 'HEAD' ? 'GET' : method, path);
			if (found) return { kind: 'found', ...found };
			const methods = allow(path);
			return methods.length > 0 ? { kind: 'method', allow: methods } : { kind: 'none' };
		}
	};
}

function build(routes: Route[]): Instance<never> {
	const tree = findMyWay({ maxParamLength: LONGEST_PARAMETER, querystringParser: () => ({}) });
	const nothing = (): void => undefined;
	for (const route of routes)
		for (const method of route.endpoint.settings.methods)
			// Of two with one shape the first answers: the list is sorted by age.
			if (!tree.hasRoute(method, translate(route.pattern))) tree.on(method, translate(route.pattern), nothing, route);
	return tree;
}

/** Into find-my-way's grammar. Names are positions, so that no name means anything to the router. */
function translate(pattern: EndpointPattern): string {
	const segments = pattern.segments.map((segment, position) =>
		segment.kind === 'text' ? segment.text : segment.kind === 'rest' ? '*' : `:p${String(position)}`
	);
	return `/${segments.join('/')}`;
}
