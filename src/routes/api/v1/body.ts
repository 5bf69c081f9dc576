import * as v from 'valibot';
import { Refusal } from '#lib/domain/refusal.ts';

/**
 * Reads a request's JSON body.
 * @throws Refusal 400 for what is no JSON, 422 for what is not as the schema has it, naming the field
 */
export async function body<Schema extends v.GenericSchema>(
	request: Request,
	schema: Schema
): Promise<v.InferOutput<Schema>> {
	let given: unknown;
	try {
		given = await request.json();
	} catch {
		throw new Refusal(400, 'request.not_json', 'The body of this request must be JSON.');
	}
	const parsed = v.safeParse(schema, given);
	if (parsed.success) return parsed.output;
	const [issue] = parsed.issues;
	const field = v.getDotPath(issue) ?? undefined;
	throw new Refusal(422, 'request.invalid', field ? `${field}: ${issue.message}` : issue.message, field);
}
