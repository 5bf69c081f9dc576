/** Bytes that may wait for one reader; past it what it would have heard is dropped, so memory stays flat. */
const HIGH_WATER_BYTES = 64 * 1024;

const encoder = new TextEncoder();

/** One reader's server-sent events. */
export interface EventStream {
	readable: ReadableStream<Uint8Array>;
	/** Sends an event, or drops it and says false when the reader does not keep up or is gone. */
	send: (event: string, data: object) => boolean;
	/** Sends a comment, which only keeps the connection from being taken for dead. */
	beat: () => void;
	close: () => void;
}

/** Headers of every server-sent answer; the last tells nginx not to gather. */
export const EVENT_STREAM_HEADERS = Object.freeze({
	'content-type': 'text/event-stream',
	'cache-control': 'no-cache, no-transform',
	'x-accel-buffering': 'no'
});

/** One event in the wire format of server-sent events. JSON has no raw line breaks, so it is one data line. */
export const frame = (event: string, json: string): Uint8Array => encoder.encode(`event: ${event}\ndata: ${json}\n\n`);

/** Opens a stream; `ended` is called once, whoever ends it. */
export function openEventStream(ended: () => void): EventStream {
	let open = true;
	let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
	const readable = new ReadableStream<Uint8Array>(
		{
			start(started) {
				controller = started;
				// How long a browser waits before it connects again.
				started.enqueue(encoder.encode('retry: 1000\n\n'));
			},
			cancel() {
				end();
			}
		},
		new ByteLengthQueuingStrategy({ highWaterMark: HIGH_WATER_BYTES })
	);

	function end(): void {
		if (!open) return;
		open = false;
		ended();
	}

	function write(bytes: Uint8Array): boolean {
		if (!open || !controller || (controller.desiredSize ?? 0) <= 0) return false;
		controller.enqueue(bytes);
		return true;
	}

	return {
		readable,
		send: (event, data) => write(frame(event, JSON.stringify(data))),
		beat: () => {
			write(encoder.encode(': still here\n\n'));
		},
		close() {
			if (!open) return;
			end();
			controller?.close();
		}
	};
}
