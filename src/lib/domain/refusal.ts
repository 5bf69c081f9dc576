/**
 * An expected "no": not found, forbidden, conflict, invalid, over quota. It is shown to the person as it is and never
 * logged as an error. Everything else that is thrown is a fault.
 */
export class Refusal extends Error {
	readonly status: number;
	/** Stable and machine-readable, for example `scripts.name_taken`. */
	readonly code: string;
	/** The form field or setting that is at fault, where there is one. */
	readonly field: string | undefined;

	constructor(status: number, code: string, message: string, field?: string) {
		super(message);
		this.name = 'Refusal';
		this.status = status;
		this.code = code;
		this.field = field;
	}
}

/** Also the answer to what exists but belongs to somebody else: existence is not told. */
export const notFound = (thing: string): Refusal =>
	new Refusal(404, 'not_found', `There is no such ${thing}, or it is not yours to see.`);

export const forbidden = (verb: string): Refusal =>
	new Refusal(403, 'forbidden', `Your role in this project does not allow you to ${verb}. Ask an owner.`);

export const conflict = (code: string, message: string, field?: string): Refusal =>
	new Refusal(409, code, message, field);

export const invalid = (code: string, message: string, field?: string): Refusal =>
	new Refusal(422, code, message, field);
