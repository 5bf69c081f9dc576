import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { Settings } from '#settings.ts';
import { listen } from './listening.ts';

/** SvelteKit's request handler as adapter-node builds it. */
export type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

export interface DashboardServer {
	/** Lets requests through to the dashboard; until then they are asked to come again in a second. */
	serve: (handler: Handler) => void;
	/** Takes no more requests, lets those in flight end for a moment, then cuts them off. */
	stop: () => Promise<void>;
}

/** A dashboard request is answered within a second; a stream must not hold up the stop. */
const STOP_PATIENCE_MS = 1_000;
/** Longer than common proxies keep an idle connection, so that they and not we close it. */
const KEEP_ALIVE_MS = 65_000;
/** Node refuses requests whose head takes longer; it must not exceed the time for the whole request. */
const HEADERS_TIMEOUT_MS = 30_000;
const REQUEST_TIMEOUT_MS = 120_000;

/**
 * Opens the dashboard's listener at once, so that a taken port is known before anything else starts.
 * @param instance what `/healthz` answers as `instance` while the dashboard is not there yet
 * @throws StartError naming the port and PICLOUD_PORT when it is taken
 */
export async function openDashboardServer(settings: Settings, instance: string): Promise<DashboardServer> {
	let handler: RequestListener = (request, response) => {
		response.setHeader('retry-after', '1');
		if (request.url === '/healthz') {
			response.writeHead(503, { 'content-type': 'application/json' });
			response.end(JSON.stringify({ status: 'starting', instance }));
		} else response.writeHead(503).end('PiCloud is starting.\n');
	};
	const server = createServer(
		{ keepAliveTimeout: KEEP_ALIVE_MS, headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS },
		(request, response) => {
			handler(request, response);
		}
	);
	await listen(server, settings.PICLOUD_HOST, settings.PICLOUD_PORT, 'PICLOUD_PORT');
	return {
		serve(dashboard) {
			handler = (request, response) => {
				tellOrigin(request, settings.PICLOUD_TRUST_PROXY === '1');
				dashboard(request, response, () => response.writeHead(404).end());
			};
		},
		stop() {
			return new Promise((resolve) => {
				server.close(() => {
					resolve();
				});
				server.closeIdleConnections();
				setTimeout(() => {
					server.closeAllConnections();
				}, STOP_PATIENCE_MS).unref();
			});
		}
	};
}

/**
 * Settings of adapter-node, which reads them when its handler is loaded. By itself it takes every request for https and
 * refuses all forms on plain http; it believes the header instead, which `tellOrigin` makes true.
 */
export function adapterSettings(settings: Settings): Record<string, string> {
	return {
		PROTOCOL_HEADER: 'x-forwarded-proto',
		// A source of 256 KiB may be four times that as JSON, all of it escapes.
		BODY_SIZE_LIMIT: '2M',
		...(settings.PICLOUD_TRUST_PROXY === '1' ? { ADDRESS_HEADER: 'x-forwarded-for' } : {})
	};
}

/** Of a list of proxies the last one is ours; a header that no proxy of ours has set is the sender's invention. */
function tellOrigin({ headers, socket }: IncomingMessage, trusted: boolean): void {
	const told = trusted ? String(headers['x-forwarded-proto'] ?? '') : '';
	headers['x-forwarded-proto'] = told.split(',').at(-1)?.trim() === 'https' ? 'https' : 'http';
	if (!trusted || !headers['x-forwarded-for']) headers['x-forwarded-for'] = socket.remoteAddress ?? '';
}
