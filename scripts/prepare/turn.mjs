import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Prepares the repository as one of any number of processes at the same time: the others wait, and then mostly find
 * everything done.
 * @template T
 * @param {string} root
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function inTurn(root, work) {
	const lock = join(root, '.picloud/preparing');
	mkdirSync(join(root, '.picloud'), { recursive: true });
	for (let told = false; !take(lock); told = true) {
		if (!told) console.log('Waiting for another process that prepares this repository ...');
		await new Promise((resolve) => setTimeout(resolve, 500));
	}
	try {
		return await work();
	} finally {
		rmSync(lock, { force: true });
	}
}

/** @param {string} lock */
function take(lock) {
	try {
		writeFileSync(lock, String(process.pid), { flag: 'wx' });
		return true;
	} catch {
		const holder = Number(readIfThere(lock));
		if (holder && !isAlive(holder)) rmSync(lock, { force: true });
		return false;
	}
}

/** @param {string} file */
function readIfThere(file) {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return '';
	}
}

/** @param {number} pid */
function isAlive(pid) {
	try {
		return process.kill(pid, 0);
	} catch (error) {
		return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
	}
}
