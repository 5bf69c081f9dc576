import type { Response, ScriptError } from './types.ts';
import type { Views } from './wasm.ts';

/** The code of the end by the log limit in src/invocation.rs. */
const ENDED_BY_LOG_LIMIT = 7;

/** What a call left in the module's result block: `Header` of src/abi.rs, word by word. */
export class Header {
	readonly #words: Uint32Array;
	readonly #floats: Float64Array;
	readonly #at: number;

	constructor(views: Views, pointer: number) {
		this.#words = views.words;
		this.#floats = views.floats;
		this.#at = pointer / 4;
	}

	word(index: number): number {
		return this.#words[this.#at + index] ?? 0;
	}

	get failed(): boolean {
		return this.word(0) !== 0;
	}

	get serviceCalls(): number {
		return this.word(10);
	}

	get logsCut(): boolean {
		return this.word(11) === ENDED_BY_LOG_LIMIT;
	}

	get operations(): number {
		return this.#floats[(this.#at + 12) / 2] ?? 0;
	}
}

const CONTENT_TYPES = ['', 'text/plain; charset=utf-8', 'application/json', 'application/octet-stream'];

/** `Encoding` of src/response.rs. */
const [BASE64, SAME_AS_VALUE] = [1, 2];

export function readSuccess(views: Views, header: Header): { ok: true; value: string; response: Response } {
	const value = views.text(header.word(1), header.word(2));
	const encoding = header.word(5);
	const body = encoding === SAME_AS_VALUE ? value : views.text(header.word(3), header.word(4));
	const given = views.text(header.word(6), header.word(7));
	const headers = given === '' ? [] : (JSON.parse(given) as [string, string][]);
	const contentType = CONTENT_TYPES[header.word(8)];
	if (contentType) headers.push(['content-type', contentType]);
	const response: Response = { status: header.word(9), headers, body };
	if (encoding === BASE64) response.encoding = 'base64';
	return { ok: true, value, response };
}

export function readFailure(json: string, stopReason?: string): ScriptError {
	const error = JSON.parse(json) as ScriptError;
	if (error.kind === 'stopped' && stopReason !== undefined) error.message = stopReason;
	return error;
}
