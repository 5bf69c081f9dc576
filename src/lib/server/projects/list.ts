import { asc, eq } from 'drizzle-orm';
import type { Role } from '#lib/domain/role.ts';
import type { Database } from '../db/connect.ts';
import { members, projects } from '../db/schema/index.ts';

/** The projects that a person is a member of, by name. */
export async function list(db: Database, userId: string): Promise<{ id: string; name: string; role: Role }[]> {
	return db
		.select({ id: projects.id, name: projects.name, role: members.role })
		.from(members)
		.innerJoin(projects, eq(projects.id, members.projectId))
		.where(eq(members.userId, userId))
		.orderBy(asc(projects.name));
}
