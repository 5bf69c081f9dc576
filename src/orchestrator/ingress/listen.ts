import { randomUUIDv7 } from 'node:crypto';
import { once } from 'node:events';
import { createServer, STATUS_CODES, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Handler } from './handle.ts';
import { problemJson } from './problem.ts';
import { SANDBOX } from './response-headers.ts';

/** Time for a request's head, and for all of it. Slower clients get 408 when connections are next looked at. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 60_000;
/** How often connections are looked at; each look of an idle node costs some microseconds. */
const LOOK_MS = 10_000;
/** Longer than the idle time of common proxies, which else send into a connection that is just closing. */
const KEEP_ALIVE_MS = 65_000;
/** Bytes of a request's head. */
const HEADER_BYTES = 16 * 1024;

/** Opens the endpoints' listener. */
export async function listen(handle: Handler, options: { host: string; port: number }): Promise<Server> {
	const server = createServer(
		{
			headersTimeout: HEADERS_MS,
			requestTimeout: REQUEST_MS,
			keepAliveTimeout: KEEP_ALIVE_MS,
			connectionsCheckingInterval: LOOK_MS,
			maxHeaderSize: HEADER_BYTES,
			// Small answers leave in one packet each; waiting for more would only delay them.
			noDelay: true,
			requireHostHeader: true
		},
		handle
	);
	// The handler says `100 Continue` itself, once it knows that the body is wanted.
	server.on('checkContinue', handle);
	server.on('clientError', refuseMalformed);
	server.listen(options.port, options.host);
	await once(server, 'listening');
	return server;
}

const STATUS_OF: Record<string, { status: number; detail: string }> = {
	HPE_HEADER_OVERFLOW: {
		status: 431,
		detail: `The head of a request has at most ${String(HEADER_BYTES)} bytes here.`
	},
	ERR_HTTP_REQUEST_TIMEOUT: { status: 408, detail: 'The request did not arrive in time.' }
};

/** Answers what is no request at all, or none in time, and closes the connection. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
	if (error.code === 'ECONNRESET' || !socket.writable) {
		socket.destroy();
		return;
	}
	const { status, detail } = STATUS_OF[error.code ?? ''] ?? { status: 400, detail: 'This is not a valid request.' };
	const id = randomUUIDv7();
	const body = problemJson({ status, detail }, id);
	socket.end(
		`HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}\r\ncontent-type: application/problem+json\r\n` +
			`content-length: ${String(Buffer.byteLength(body))}\r\nx-picloud-execution: ${id}\r\n` +
			`content-security-policy: ${SANDBOX}\r\nconnection: close\r\n\r\n${body}`
	);
}
