import type { Exports, Views } from './wasm.ts';

/** Beyond this, three bytes a unit would waste more memory than encoding twice wastes time. */
const MAXIMUM_GUESSED_BYTES = 48 * 1024;

const encoder = new TextEncoder();

/** The buffer through which text gets into an instance. The engine takes it with every call and may give it back smaller. */
export class Input {
	readonly #exports: Exports;
	readonly #views: Views;

	constructor(exports: Exports, views: Views) {
		this.#exports = exports;
		this.#views = views;
	}

	/** Writes bytes, and answers how many. */
	fill(bytes: Uint8Array): number {
		const pointer = this.#exports.input(bytes.length);
		this.#views.bytes.set(bytes, pointer);
		return bytes.length;
	}

	/** Writes event and context one after the other, without an allocation on either side where they are short. */
	write(event: string, context: string): [eventBytes: number, contextBytes: number] {
		// One UTF-16 unit becomes at most three bytes.
		const most = (event.length + context.length) * 3;
		if (most > MAXIMUM_GUESSED_BYTES) {
			const [first, second] = [encoder.encode(event), encoder.encode(context)];
			const pointer = this.#exports.input(first.length + second.length);
			this.#views.bytes.set(first, pointer);
			this.#views.bytes.set(second, pointer + first.length);
			return [first.length, second.length];
		}
		const pointer = this.#exports.input(most);
		const first = this.#views.write(event, pointer, most);
		return [first, this.#views.write(context, pointer + first, most - first)];
	}
}
