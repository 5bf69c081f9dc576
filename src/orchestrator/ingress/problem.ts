import { STATUS_CODES } from 'node:http';

/** An answer of the ingress itself: a problem document (RFC 9457). Nothing of a script's error is in it (rules.md, 15). */
export interface Problem {
	status: number;
	detail: string;
	/** Flat list, as for `writeHead`. */
	headers?: string[];
	/** Where members read more; only where a run was recorded. */
	page?: string;
}

export function problemJson({ status, detail, page }: Problem, executionId: string): string {
	return JSON.stringify({
		type: 'about:blank',
		title: STATUS_CODES[status] ?? 'Error',
		status,
		detail,
		execution: executionId,
		execution_page: page
	});
}
