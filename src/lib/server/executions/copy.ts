import type pg from 'pg';

/** What pg calls on a query object of one's own; its types leave the copy handlers out. */
interface Wire {
	query: (text: string) => void;
	sendCopyFromChunk: (chunk: Buffer) => void;
	endCopyFrom: () => void;
}

/**
 * Sends rows with `COPY ... FROM STDIN` in PostgreSQL's text format. It takes half the server's time of any insert
 * (measured: 5.8 µs a row against 10.7 with unnest and 13.7 with json_to_recordset), but knows no `on conflict`.
 */
export function copyIn(client: pg.PoolClient, statement: string, chunks: Buffer[]): Promise<void> {
	const { promise, resolve, reject } = Promise.withResolvers<undefined>();
	let failure: Error | undefined;
	const ignore = (): void => undefined;
	const query = {
		submit(wire: Wire) {
			wire.query(statement);
		},
		handleCopyInResponse(wire: Wire) {
			for (const chunk of chunks) wire.sendCopyFromChunk(chunk);
			wire.endCopyFrom();
		},
		handleError(error: Error) {
			failure = error;
			reject(error);
		},
		handleReadyForQuery() {
			if (!failure) resolve(undefined);
		},
		handleCommandComplete: ignore,
		handleRowDescription: ignore,
		handleDataRow: ignore,
		handlePortalSuspended: ignore,
		handleEmptyQuery: ignore
	};
	client.query(query as unknown as pg.Submittable);
	return promise;
}

/** One field in COPY's text format. NUL can't be stored by PostgreSQL at all, so it becomes U+FFFD. */
export function copyField(value: string | null): string {
	if (value === null) return '\\N';
	return NEEDS_CARE.test(value) ? value.replace(SPECIAL, (character) => ESCAPES[character] ?? '\uFFFD') : value;
}

// eslint-disable-next-line no-control-regex -- these are the characters that the format gives a meaning
const NEEDS_CARE = /[\\\n\r\t\u0000]|[\ud800-\udfff]/;
// eslint-disable-next-line no-control-regex -- the same, and lone surrogates, which UTF-8 can't carry
const SPECIAL = /[\\\n\r\t\u0000]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
