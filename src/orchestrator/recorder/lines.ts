/** Bytes of a chunk: some two hundred executions without logs. */
const CHUNK_BYTES = 64 * 1024;

/** Lines that wait, as bytes outside of the JavaScript heap: the collector neither sees nor copies them. */
export interface Lines {
	rows: number;
	bytes: number;
	append: (line: string) => void;
	/** Takes everything that waits. */
	take: () => Batch;
	/** Puts back what was taken, before or after what came since: executions carry their own order. */
	putBack: (batch: Batch) => void;
}

export interface Batch {
	rows: number;
	chunks: Buffer[];
}

export function lines(): Lines {
	let full: Buffer[] = [];
	let chunk: Buffer | undefined;
	let used = 0;

	function close(): void {
		if (chunk && used > 0) full.push(chunk.subarray(0, used));
		chunk = undefined;
		used = 0;
	}

	const self: Lines = {
		rows: 0,
		bytes: 0,
		append(line) {
			// A UTF-16 unit becomes at most three bytes; short lines are not measured twice.
			const most = line.length * 3;
			if (most > CHUNK_BYTES) {
				close();
				const large = Buffer.from(line);
				full.push(large);
				self.bytes += large.length;
			} else {
				if (used + most > CHUNK_BYTES) close();
				chunk ??= Buffer.allocUnsafeSlow(CHUNK_BYTES);
				const written = chunk.write(line, used);
				used += written;
				self.bytes += written;
			}
			self.rows += 1;
		},
		take() {
			close();
			const batch = { rows: self.rows, chunks: full };
			full = [];
			self.rows = 0;
			self.bytes = 0;
			return batch;
		},
		putBack({ rows, chunks }) {
			full.unshift(...chunks);
			self.rows += rows;
			for (const { length } of chunks) self.bytes += length;
		}
	};
	return self;
}
