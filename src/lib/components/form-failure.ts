/** What a form shows of the last answer to it. */
export interface FormState {
	/** What is wrong with the form as a whole; absent when a field says it. */
	problem: string | undefined;
	issues: Record<string, string>;
	/** What was typed. */
	values: Record<string, string>;
}

/** Reads an action's answer for one of the page's forms; what is not about it, or no failure, is an empty state. */
export function failureOf(answer: unknown, form = 'default'): FormState {
	const nothing: FormState = { problem: undefined, issues: {}, values: {} };
	if (typeof answer !== 'object' || answer === null) return nothing;
	const given = answer as {
		form?: string;
		message?: string;
		issues?: Record<string, string>;
		values?: Record<string, string>;
	};
	if ((given.form ?? 'default') !== form || given.message === undefined) return nothing;
	const issues = given.issues ?? {};
	return {
		problem: Object.keys(issues).some((field) => field !== '') ? undefined : given.message,
		issues,
		values: given.values ?? {}
	};
}
