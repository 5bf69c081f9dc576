import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Settings } from '#settings.ts';
import { StartError } from './start-error.ts';

/**
 * The instance's data directory, made if it is not there. Root's is outside of its home, which other users, such as the
 * one that PostgreSQL runs as, may not enter (rules.md, 28).
 * @throws StartError when it can't be made or written to
 */
export function dataDirectory(settings: Pick<Settings, 'PICLOUD_DATA'>): string {
	const root = process.getuid?.() === 0;
	const directory = resolve(settings.PICLOUD_DATA ?? (root ? '/var/lib/picloud' : join(homedir(), '.picloud')));
	try {
		mkdirSync(directory, { recursive: true, mode: root ? 0o755 : 0o700 });
		accessSync(directory, constants.W_OK | constants.X_OK);
	} catch (error) {
		throw new StartError(
			`The data directory ${directory} can't be used: ${(error as Error).message}.\nSet PICLOUD_DATA to one that you may write to.`
		);
	}
	return directory;
}
