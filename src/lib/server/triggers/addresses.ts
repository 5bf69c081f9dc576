import { shownHost } from '#lib/domain/host.ts';
import type { Settings } from '#settings.ts';

/** Where endpoints are reached from outside. */
export interface EndpointOrigins {
	/** Below it every project has its path, for example `http://localhost:3001`. */
	path: string;
	/** What stands around a project's name to make its host: `http://` + name + `.localhost:3001`. */
	host: { before: string; after: string };
}

export interface Addresses {
	/** In path mode: `http://localhost:3001/acme/hello/:name`. */
	path: string;
	/** In host mode: `http://acme.localhost:3001/hello/:name`. */
	host: string;
}

/**
 * The origins that the settings imply. Behind a proxy (PICLOUD_ENDPOINT_DOMAIN) the endpoints' ports are the proxy's, and
 * its protocol is the dashboard's; on one's own machine both are the listener's.
 */
export function origins(settings: Settings, port = settings.PICLOUD_ENDPOINT_PORT): EndpointOrigins {
	const domain = settings.PICLOUD_ENDPOINT_DOMAIN;
	const protocol = settings.PICLOUD_URL ? new URL(settings.PICLOUD_URL).protocol : 'http:';
	if (domain && settings.PICLOUD_URL)
		return { path: `${protocol}//${domain}`, host: { before: `${protocol}//`, after: `.${domain}` } };
	const suffix = `:${String(port)}`;
	return {
		path: `http://${shownHost(settings.PICLOUD_HOST)}${suffix}`,
		host: { before: 'http://', after: `.${domain ?? 'localhost'}${suffix}` }
	};
}

/** The two addresses of an endpoint. Parameters stay as they are written in the pattern. */
export function addresses(at: EndpointOrigins, project: string, pattern: string): Addresses {
	const below = pattern === '/' ? '' : pattern;
	return {
		path: `${at.path}/${project}${below}`,
		host: `${at.host.before}${project}${at.host.after}${pattern}`
	};
}
