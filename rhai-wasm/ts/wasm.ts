/** What the module exports (src/abi.rs). Numbers are pointers and lengths in its memory. */
export interface Exports extends WebAssembly.Exports {
	init: () => void;
	header: () => number;
	limits: () => number;
	input: (length: number) => number;
	reply: (length: number) => number;
	check: (length: number) => void;
	compile: (length: number) => void;
	run: (event: number, context: number) => void;
	operations: () => number;
	memory_exhausted: () => number;
}

/** JavaScript Promise Integration, which TypeScript's library does not declare yet. */
interface PromiseIntegration {
	Suspending?: new (f: (...numbers: number[]) => number | Promise<number>) => WebAssembly.ImportValue;
	promising?: <A extends number[]>(f: (...numbers: A) => void) => (...numbers: A) => Promise<void>;
}

const { Suspending, promising } = WebAssembly as PromiseIntegration;

/** Whether scripts can wait here. Without it they still run, but a service call fails and a busy loop holds the thread. */
export const canSuspend = Suspending !== undefined && promising !== undefined;

/** An import during which the script is suspended; where that can't be, `immediately` answers instead. */
export function suspending(
	f: (...numbers: number[]) => Promise<number> | number,
	immediately: (...numbers: number[]) => number
): WebAssembly.ImportValue {
	return Suspending === undefined ? immediately : new Suspending(f);
}

/** An export that may be suspended. Where that can't be it runs at once, and waits before that so that callers see one order. */
export function awaitable<A extends number[]>(f: (...numbers: A) => void): (...numbers: A) => Promise<void> {
	if (promising !== undefined) return promising(f);
	return async (...numbers) => {
		await Promise.resolve();
		f(...numbers);
	};
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Views over a memory that may grow under them. */
export class Views {
	readonly #memory: WebAssembly.Memory;
	#buffer: ArrayBufferLike;
	#bytes: Uint8Array;
	#words: Uint32Array;
	#floats: Float64Array;

	constructor(memory: WebAssembly.Memory) {
		this.#memory = memory;
		this.#buffer = memory.buffer;
		this.#bytes = new Uint8Array(this.#buffer);
		this.#words = new Uint32Array(this.#buffer);
		this.#floats = new Float64Array(this.#buffer);
	}

	/** Growing detaches the buffer: everything below looks here first. */
	#refresh(): void {
		if (this.#memory.buffer === this.#buffer) return;
		this.#buffer = this.#memory.buffer;
		this.#bytes = new Uint8Array(this.#buffer);
		this.#words = new Uint32Array(this.#buffer);
		this.#floats = new Float64Array(this.#buffer);
	}

	get bytes(): Uint8Array {
		this.#refresh();
		return this.#bytes;
	}

	get words(): Uint32Array {
		this.#refresh();
		return this.#words;
	}

	get floats(): Float64Array {
		this.#refresh();
		return this.#floats;
	}

	text(pointer: number, length: number): string {
		return length === 0 ? '' : decoder.decode(this.bytes.subarray(pointer, pointer + length));
	}

	/** Writes text at `pointer`, where `room` bytes are free, and answers its length in bytes. */
	write(text: string, pointer: number, room: number): number {
		return encoder.encodeInto(text, this.bytes.subarray(pointer, pointer + room)).written;
	}
}
