import { like } from 'drizzle-orm';
import { suggestName } from '#lib/domain/names.ts';
import type { Transaction } from '../db/connect.ts';
import { projects } from '../db/schema/index.ts';

/** A project name made from any text that no project has; a number is added when it is taken. */
export async function freeName(tx: Transaction, text: string): Promise<string> {
	const wanted = suggestName(text);
	const rows = await tx
		.select({ name: projects.name })
		.from(projects)
		.where(like(projects.name, `${wanted}%`));
	const taken = new Set(rows.map((row) => row.name));
	if (!taken.has(wanted)) return wanted;
	let number = 2;
	while (taken.has(`${wanted}-${number}`)) number += 1;
	return `${wanted}-${number}`;
}
