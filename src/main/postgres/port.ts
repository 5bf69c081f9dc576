import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { StartError } from '../start-error.ts';

/**
 * The port to run PostgreSQL on. When none is asked for, the one used last, so that a note with the address stays true;
 * when that one is taken, another free one, which is remembered from then on.
 * @throws StartError when the port asked for is taken
 */
export async function port(home: string, asked: number): Promise<number> {
	if (asked !== 0) {
		if (await isFree(asked)) return asked;
		throw new StartError(
			`Port ${asked} is taken, so PostgreSQL can't use it: set PICLOUD_DATABASE_PORT to a free one, or to 0 to have one chosen.`
		);
	}
	const file = join(home, 'port');
	const last = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
	if (last > 0 && (await isFree(last))) return last;
	const free = await anyFree();
	writeFileSync(file, `${free}\n`);
	return free;
}

function isFree(candidate: number): Promise<boolean> {
	return listen(candidate).then(
		() => true,
		() => false
	);
}

function anyFree(): Promise<number> {
	return listen(0);
}

function listen(candidate: number): Promise<number> {
	const server = createServer();
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(candidate, '127.0.0.1', () => {
			const { port: taken } = server.address() as AddressInfo;
			server.close(() => {
				resolve(taken);
			});
		});
	});
}
