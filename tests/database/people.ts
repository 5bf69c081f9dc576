import { randomBytes } from 'node:crypto';
import type { Role } from '#lib/domain/role.ts';
import { acting, type Actor } from '#lib/server/actor.ts';
import type { Context } from '#lib/server/context.ts';
import { members, projects, users } from '#lib/server/db/schema/index.ts';

/** Makes a project; its name is new each time. */
export async function project(context: Context): Promise<{ id: string; name: string }> {
	const [row] = await context.db
		.insert(projects)
		.values({ name: `project-${randomBytes(4).toString('hex')}` })
		.returning({ id: projects.id, name: projects.name });
	if (!row) throw new Error('no project was made');
	return row;
}

/** Makes a person who is a member of a project, of a new one by default, and lets them act there. */
export async function member(
	context: Context,
	{ role = 'owner', of }: { role?: Role; of?: { id: string; name: string } } = {}
): Promise<Actor> {
	const where = of ?? (await project(context));
	const [user] = await context.db
		.insert(users)
		// Nobody signs in with it.
		.values({ email: `${randomBytes(6).toString('hex')}@example.com`, name: `A ${role}`, passwordHash: '' })
		.returning();
	if (!user) throw new Error('no user was made');
	await context.db.insert(members).values({ projectId: where.id, userId: user.id, role });
	return acting(context, user, where.name);
}
