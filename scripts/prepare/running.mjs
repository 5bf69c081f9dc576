import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Whether a PiCloud seems to run on the data directory that a start would use. It need not be exact: the product looks
 * again, closely.
 * @param {string} root without a build nothing runs
 */
export function isRunning(root) {
	if (!existsSync(join(root, 'build/server/picloud.js'))) return false;
	const data =
		process.env.PICLOUD_DATA || (process.getuid?.() === 0 ? '/var/lib/picloud' : join(homedir(), '.picloud'));
	try {
		const { pid } = JSON.parse(readFileSync(join(data, 'running.lock'), 'utf8'));
		return command(pid).includes('picloud.js');
	} catch {
		return false;
	}
}

/** @param {number} pid */
function command(pid) {
	if (existsSync('/proc/self/cmdline')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
	return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
}
