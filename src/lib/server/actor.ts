import { and, eq } from 'drizzle-orm';
import { forbidden, notFound, Refusal } from '#lib/domain/refusal.ts';
import { allows, type Role, type Verb } from '#lib/domain/role.ts';
import type { User } from './auth/sessions.ts';
import type { Context } from './context.ts';
import { members, projects } from './db/schema/index.ts';

/** Who acts in which project: what every verb of a project takes first. */
export interface Actor {
	context: Context;
	user: User;
	project: { id: string; name: string };
	role: Role;
}

/**
 * Finds out in what role a person acts in a project.
 * @throws Refusal 401 for nobody; 404 for a project that does not exist or that they are no member of
 */
export async function acting(context: Context, user: User | undefined, projectName: string): Promise<Actor> {
	if (!user) throw signedOut();
	const [row] = await context.db
		.select({ id: projects.id, name: projects.name, role: members.role })
		.from(projects)
		.innerJoin(members, eq(members.projectId, projects.id))
		.where(and(eq(projects.name, projectName), eq(members.userId, user.id)));
	if (!row) throw notFound('project');
	return { context, user, project: { id: row.id, name: row.name }, role: row.role };
}

/** What each verb is called in the sentence that refuses it. */
const PHRASES: Record<Verb, string> = {
	'project.read': 'see it',
	'script.read': 'see scripts',
	'script.create': 'create scripts',
	'script.edit': 'edit scripts',
	'script.publish': 'publish scripts',
	'script.rename': 'rename scripts',
	'script.delete': 'delete scripts',
	'script.run': 'run drafts',
	'trigger.edit': 'change endpoints',
	'execution.read': 'see executions'
};

/**
 * Asks the policy table, and nothing else, whether the actor may.
 * @throws Refusal 403 that names the verb
 */
export function permit(actor: Actor, verb: Verb): void {
	if (!allows(actor.role, verb)) throw forbidden(PHRASES[verb]);
}

/** The answer to a request that needs somebody to be signed in. */
export const signedOut = (): Refusal =>
	new Refusal(401, 'signed_out', 'Your session has ended. Sign in again; nothing that you typed is lost.');
