import { eq } from 'drizzle-orm';
import { defaultHttpTrigger } from '#lib/domain/trigger.ts';
import { permit, type Actor } from '../actor.ts';
import { scripts, triggers } from '../db/schema/index.ts';
import { violates } from '../db/violation.ts';
import { claimPath } from '../triggers/claim-path.ts';
import { NAME_INDEX, nameTaken } from './name-taken.ts';

/** What a new script starts with: it works when published as it is, and shows where the request is. */
export const firstDraft = (
	name: string
): string => `// Answers every request to /${name}. The last value is the response.
let name = req.query.name ?? "world";
\`Hello, \${name}!\`
`;

/**
 * Makes a script with a first draft and an endpoint on `/<name>`, both or neither, so that publishing alone gives a
 * working address.
 * @throws Refusal 409 when the name is taken, or another script's endpoint has its path
 */
export async function create(actor: Actor, name: string): Promise<{ id: string; name: string }> {
	permit(actor, 'script.create');
	const { db, announcer } = actor.context;
	const projectId = actor.project.id;
	const script = await db
		.transaction(async (tx) => {
			const [row] = await tx
				.insert(scripts)
				.values({ projectId, name, draft: firstDraft(name), draftSavedBy: actor.user.id })
				.returning({ id: scripts.id, name: scripts.name });
			if (!row) throw new Error('PostgreSQL returned no row for an insert');
			const settings = defaultHttpTrigger(name);
			await claimPath(tx, projectId, row.id, settings);
			await tx.insert(triggers).values({ projectId, scriptId: row.id, kind: 'http', settings });
			return row;
		})
		.catch((error: unknown) => {
			throw violates(error, NAME_INDEX) ? nameTaken(name) : error;
		});
	announcer.announce('routes', projectId);
	announcer.announce('scripts', script.id);
	return script;
}

/** Most names tried before a person is left to think of one. */
const MOST_SUGGESTIONS = 100;

/** A name that is free in the project, for the form that makes a script. */
export async function suggestScriptName(actor: Actor): Promise<string> {
	permit(actor, 'script.create');
	const rows = await actor.context.db
		.select({ name: scripts.name })
		.from(scripts)
		.where(eq(scripts.projectId, actor.project.id));
	const taken = new Set(rows.map((row) => row.name));
	if (!taken.has('hello')) return 'hello';
	for (let number = 2; number <= MOST_SUGGESTIONS; number += 1)
		if (!taken.has(`hello-${number}`)) return `hello-${number}`;
	return '';
}
