import type { ServerResponse } from 'node:http';
import type { Response } from 'rhai-wasm';
import { problemJson, type Problem } from './problem.ts';
import { filterHeaders, SANDBOX } from './response-headers.ts';

/** A client that takes none of its answer for so long is cut off: its answer would stay in memory. */
const STALLED_MS = 30_000;

/** Answers that have no body, whatever a script gives them (RFC 9110, 15.3.5, 15.3.6 and 15.4.5). */
const BODILESS = new Set([204, 205, 304]);

/** Everything about a reply that is known before it is written. */
export interface Reply {
	response: ServerResponse;
	executionId: string;
	mode: 'path' | 'host';
}

function write({ response, executionId, mode }: Reply, status: number, headers: string[], body: string | Buffer): void {
	headers.push('x-picloud-execution', executionId);
	if (mode === 'path') headers.push('content-security-policy', SANDBOX);
	if (BODILESS.has(status)) {
		response.writeHead(status, headers);
		response.end();
	} else {
		headers.push('content-length', String(typeof body === 'string' ? Buffer.byteLength(body) : body.length));
		response.writeHead(status, headers);
		response.end(body);
	}
	if (response.writableFinished || !response.socket || response.socket.writableLength === 0) return;
	const { socket } = response;
	socket.setTimeout(STALLED_MS, () => socket.destroy());
	response.once('finish', () => socket.setTimeout(0));
}

/** Writes a script's answer; returns why not when it is none that HTTP can carry. */
export function writeAnswer(reply: Reply, answer: Response): string | undefined {
	if (!Number.isInteger(answer.status) || answer.status < 200 || answer.status > 599)
		return `the status must be a whole number from 200 to 599, not ${String(answer.status)}`;
	const filtered = filterHeaders(answer.headers, reply.mode);
	if (!filtered.ok) return filtered.message;
	const body = answer.encoding === 'base64' ? Buffer.from(answer.body, 'base64') : answer.body;
	write(reply, answer.status, filtered.headers, body);
	return undefined;
}

export function writeProblem(reply: Reply, problem: Problem): void {
	const headers = ['content-type', 'application/problem+json', 'cache-control', 'no-store', ...(problem.headers ?? [])];
	write(reply, problem.status, headers, problemJson(problem, reply.executionId));
}

/** An answer without content, for OPTIONS. */
export function writeEmpty(reply: Reply, status: 204, headers: string[]): void {
	write(reply, status, headers, '');
}
