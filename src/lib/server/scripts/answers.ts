import type { ExecutionError } from '#lib/domain/execution.ts';
import type { CurrentDraft } from './draft.ts';

/** What the API answers to a save or publish that is based on an older draft: both texts can then be shown. */
export const staleDraft = (draft: CurrentDraft) => ({
	code: 'script.draft_is_newer',
	message: `${draft.savedBy ?? 'Somebody'} saved this draft meanwhile, so nothing was overwritten. Compare the two and save again.`,
	draft
});

/** What the API answers to publishing a draft that does not compile. */
export const brokenDraft = (error: ExecutionError) => {
	const where = error.line === undefined ? '' : ` in line ${error.line}`;
	return {
		code: 'script.does_not_compile',
		message: `Not published, the draft is kept. The script does not compile${where}: ${error.message}`,
		error
	};
};
