import { conflict, type Refusal } from '#lib/domain/refusal.ts';

/** The partial unique index that keeps names apart within a project. */
export const NAME_INDEX = 'scripts_project_id_name';

export const nameTaken = (name: string): Refusal =>
	conflict('script.name_taken', `There is a script called ${name} already.`, 'name');
