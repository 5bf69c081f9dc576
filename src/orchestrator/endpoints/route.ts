import { program, type Program } from '#executor/pool/program.ts';
import { parse, type EndpointPattern } from '#lib/domain/endpoint-pattern.ts';
import { effective } from '#lib/domain/limits.ts';
import type { Endpoint } from '#lib/server/triggers/endpoints.ts';
import { rate, type Rate } from '../ingress/rate.ts';

/** An endpoint made ready: nothing here is computed again for a request. */
export interface Route {
	endpoint: Endpoint;
	pattern: EndpointPattern;
	/** In the order in which the path holds them. */
	parameters: string[];
	program: Program;
	/** The beginning of `ctx` as JSON text, up to what differs between runs. */
	context: string;
	rate: Rate | undefined;
}

/** What makes two programs one: then instances, caches and the learned memory stay. */
const identity = ({ scriptId, sourceHash, limits }: Endpoint): string =>
	`${scriptId} ${sourceHash} ${JSON.stringify(limits)}`;

export interface Routes {
	routes: Route[];
	programs: Map<string, Program>;
}

/** Makes a project's endpoints ready, keeping the programs and rates of `previous` that did not change. */
export function prepare(endpoints: Endpoint[], previous?: Routes): Routes {
	const programs = new Map<string, Program>();
	const rates = new Map(previous?.routes.map((route) => [route.endpoint.triggerId, route]));
	const routes: Route[] = [];
	for (const endpoint of endpoints) {
		const parsed = parse(endpoint.settings.path);
		if (!parsed.ok) continue;
		const key = identity(endpoint);
		const known =
			programs.get(key) ??
			previous?.programs.get(key) ??
			program(endpoint.projectId, endpoint.source, effective(endpoint.limits));
		programs.set(key, known);
		const before = rates.get(endpoint.triggerId);
		const perMinute = endpoint.settings.requests_per_minute;
		const unchanged = before?.endpoint.settings.requests_per_minute === perMinute;
		routes.push({
			endpoint,
			pattern: parsed.pattern,
			parameters: parsed.pattern.segments.flatMap((segment) => (segment.kind === 'text' ? [] : [segment.name])),
			program: known,
			context:
				`{"project":${JSON.stringify(endpoint.projectName)},"script":${JSON.stringify(endpoint.scriptName)},` +
				`"version":${String(endpoint.version)},"trigger_id":"${endpoint.triggerId}","attempt":1,"max_attempts":1,`,
			rate: perMinute === undefined ? undefined : unchanged ? before?.rate : rate(perMinute)
		});
	}
	return { routes, programs };
}
