import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../context.ts';
import { runs } from '../db/schema/index.ts';

/** What a manager asks of any worker: a `run` of a source on an event, or a `check` of a source before it is published. */
export interface Request {
	kind: 'run' | 'check';
	projectId: string;
	scriptId: string;
	userId: string;
	source: string;
	/** JSON text of the event; absent for a check. */
	event?: string;
}

/** Asks for a run and returns its id. Some worker takes it at once; `frames` and `result` tell what comes of it. */
export async function request({ db, announcer }: Context, asked: Request): Promise<string> {
	const id = uuidv7();
	await db.insert(runs).values({ id, ...asked });
	announcer.announce('runs', id);
	return id;
}
