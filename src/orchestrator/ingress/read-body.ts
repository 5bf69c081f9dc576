import type { IncomingMessage } from 'node:http';
import type { Body } from './event-body.ts';

export type ReadBody = { ok: true; body: Body } | { ok: false; reason: 'too_large' | 'aborted' };

const NOTHING: ReadBody = { ok: true, body: undefined };

/** True for a request that brings no body: most do, and then nothing needs to be waited for. */
export const hasNoBody = ({ headers }: IncomingMessage): boolean =>
	headers['transfer-encoding'] === undefined &&
	(headers['content-length'] === undefined || headers['content-length'] === '0');

/** Whether the body is announced to be larger than `limit`. */
export const announcesTooMuch = ({ headers }: IncomingMessage, limit: number): boolean =>
	Number(headers['content-length'] ?? 0) > limit;

/** Reads a whole body of at most `limit` bytes. `read` is called exactly once. */
export function readBody(request: IncomingMessage, limit: number, read: (result: ReadBody) => void): void {
	const chunks: Buffer[] = [];
	let size = 0;
	let over = false;
	const end = (result: ReadBody): void => {
		if (over) return;
		over = true;
		read(result);
	};
	request.on('data', (chunk: Buffer) => {
		if (over) return;
		size += chunk.length;
		if (size > limit) {
			chunks.length = 0;
			end({ ok: false, reason: 'too_large' });
		} else chunks.push(chunk);
	});
	request.on('end', () => {
		end(size === 0 ? NOTHING : { ok: true, body: chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, size) });
	});
	request.on('close', () => {
		end({ ok: false, reason: 'aborted' });
	});
}
