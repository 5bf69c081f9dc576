import { DEFAULT_LIMITS } from '#lib/domain/limits.ts';
import { invalid } from '#lib/domain/refusal.ts';

/**
 * Lets through what can be stored and might run.
 * @throws Refusal 422 for a source that is too large, or that is no text
 */
export function refuseImpossible(source: string): void {
	const bytes = Buffer.byteLength(source);
	const most = DEFAULT_LIMITS.source_bytes;
	if (bytes > most)
		throw invalid(
			'script.source_too_large',
			`The source has ${bytes.toLocaleString('en')} bytes; at most ${most.toLocaleString('en')} are possible. Move parts ` +
				'of it into scripts of their own.',
			'source'
		);
	if (source.includes('\0') || !source.isWellFormed())
		throw invalid(
			'script.source_not_text',
			'The source contains a character that is no text (NUL, or half of a surrogate pair). Remove it.',
			'source'
		);
}
