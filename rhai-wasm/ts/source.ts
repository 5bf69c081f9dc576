import { sourceTooLong } from './failures.ts';
import type { ScriptError } from './types.ts';

/** Source longer than this is refused unless a script's limits say otherwise. */
export const DEFAULT_SOURCE_BYTES = 256 * 1024;

const encoder = new TextEncoder();

/** The refusal of a text of more than `maximum` bytes, or nothing. */
export function tooLong(text: string, maximum: number): ScriptError | undefined {
	// Bytes are at least as many as UTF-16 units, at most three times as many.
	if (text.length * 3 <= maximum) return undefined;
	return encoder.encode(text).length > maximum ? sourceTooLong(maximum) : undefined;
}

/** Each text with its length in bytes before it. */
export function framed(texts: string[]): Uint8Array {
	const parts = texts.map((text) => encoder.encode(text));
	const bytes = new Uint8Array(parts.reduce((sum, part) => sum + 4 + part.length, 0));
	const view = new DataView(bytes.buffer);
	let at = 0;
	for (const part of parts) {
		view.setUint32(at, part.length, true);
		bytes.set(part, at + 4);
		at += 4 + part.length;
	}
	return bytes;
}
