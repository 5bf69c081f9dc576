import type { Logger } from 'pino';
import type { Program } from '#executor/pool/program.ts';
import type { Database } from '#lib/server/db/connect.ts';
import type { Listener } from '#lib/server/live/listener.ts';
import { RELOAD } from '#lib/server/live/notices.ts';
import * as endpoints from '#lib/server/triggers/endpoints.ts';
import { projectRouter, type ProjectRouter } from './project-router.ts';
import { prepare, type Routes } from './route.ts';

/** Between tries to read what changed while PostgreSQL does not answer. */
const PAUSE_MS = 500;

interface Project extends Routes {
	id: string;
	router: ProjectRouter;
}

export interface Table {
	/** The router of a project, by its name; undefined when it has no endpoint. */
	router: (project: string) => ProjectRouter | undefined;
	close: () => void;
}

interface Options {
	db: Database;
	listener: Listener;
	/** Told of programs that no route uses any more. */
	forget: (program: Program) => void;
	log: Logger;
}

/**
 * Keeps all endpoints in memory and fresh: it listens first and loads then, so nothing changes unseen between, and loads
 * again when told or when the connection was lost. A project's routes are replaced as a whole (rules.md, 25).
 */
export async function openTable({ db, listener, forget, log }: Options): Promise<Table> {
	const byName = new Map<string, Project>();
	const byId = new Map<string, Project>();
	let changed: Set<string> | typeof RELOAD | undefined;
	let loading = false;
	let closed = false;
	let timer: NodeJS.Timeout | undefined;

	function replace(id: string, list: endpoints.Endpoint[]): void {
		const before = byId.get(id);
		const routes = prepare(list, before);
		if (before) for (const [name, project] of byName) if (project === before) byName.delete(name);
		byId.delete(id);
		const name = list[0]?.projectName;
		if (name !== undefined) {
			const project = { ...routes, id, router: projectRouter(routes.routes) };
			byId.set(id, project);
			byName.set(name, project);
		}
		for (const [key, program] of before?.programs ?? []) if (!routes.programs.has(key)) forget(program);
	}

	async function load(ids: string[] | undefined): Promise<void> {
		const list = await endpoints.load(db, ids);
		const grouped = Map.groupBy(list, (endpoint) => endpoint.projectId);
		for (const id of ids ?? new Set([...byId.keys(), ...grouped.keys()])) replace(id, grouped.get(id) ?? []);
	}

	async function loadChanged(): Promise<void> {
		if (loading || closed) return;
		loading = true;
		while (changed !== undefined) {
			const ids = changed;
			changed = undefined;
			try {
				await load(ids === RELOAD ? undefined : [...ids]);
			} catch (error) {
				log.warn({ err: error }, 'endpoints could not be read; those known stay in service');
				note(ids === RELOAD ? RELOAD : [...ids]);
				timer = setTimeout(() => void loadChanged(), PAUSE_MS).unref();
				break;
			}
		}
		loading = false;
	}

	function note(ids: string[] | typeof RELOAD): void {
		if (ids === RELOAD || changed === RELOAD) changed = RELOAD;
		else changed = new Set([...(changed ?? []), ...ids]);
	}

	const cease = listener.on('routes', (ids) => {
		note(ids);
		void loadChanged();
	});
	await listener.ready;
	note(RELOAD);
	await loadChanged();

	return {
		router: (project) => byName.get(project)?.router,
		close() {
			closed = true;
			clearTimeout(timer);
			cease();
		}
	};
}
