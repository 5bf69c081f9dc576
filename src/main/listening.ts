import { createServer, type Server } from 'node:net';
import { StartError } from './start-error.ts';

/**
 * Opens a listener.
 * @param setting the setting that moves it to another port
 * @throws StartError naming port and setting when it can't be opened
 */
export function listen(server: Server, host: string, port: number, setting: string): Promise<void> {
	return new Promise((resolve, reject) => {
		const fail = (error: NodeJS.ErrnoException): void => {
			reject(new StartError(reason(error, host, port, setting)));
		};
		server.once('error', fail);
		server.listen(port, host, () => {
			server.off('error', fail);
			resolve();
		});
	});
}

/**
 * Makes sure that a listener which another process is about to open can be opened.
 * @throws StartError naming port and setting when not
 */
export async function assertFree(host: string, port: number, setting: string): Promise<void> {
	const server = createServer();
	await listen(server, host, port, setting);
	await new Promise((resolve) => server.close(resolve));
}

function reason(error: NodeJS.ErrnoException, host: string, port: number, setting: string): string {
	switch (error.code) {
		case 'EADDRINUSE':
			return `Port ${port} is taken by another program: set ${setting} to a free one, for example ${setting}=${port + 100} npm start`;
		case 'EACCES':
			return `Port ${port} is reserved for root: set ${setting} to one above 1023, and let a proxy stand in front.`;
		case 'EADDRNOTAVAIL':
		case 'ENOTFOUND':
			return `This machine has no address ${host}: set PICLOUD_HOST to one that it has, or to 0.0.0.0 for all of them.`;
		default:
			return `Can't listen on ${host} port ${port}: ${error.message}`;
	}
}
