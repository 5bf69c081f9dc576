import { join } from 'node:path';
import * as lockFile from './lock-file.ts';
import { StartError } from './start-error.ts';

/** Whoever holds the lock answers from its own machine or not at all. */
const ANSWER_TIMEOUT_MS = 1_000;

/**
 * Makes this process the one PiCloud of its data directory. A dead one's claim is taken over.
 * @param token what `/healthz` at the address answers as `instance`
 * @returns ends the claim
 * @throws StartError saying that one is running, and where
 */
export async function claim(data: string, { address, token }: { address: string; token: string }): Promise<() => void> {
	const lock = lockFile.acquire(join(data, 'running.lock'), { address, token });
	if (lock.held) return lock.release;
	const { pid, about } = lock.by;
	const doubt = (await answers(about)) ? '' : ' It does not answer at the moment: it is starting, stopping or stuck.';
	throw new StartError(
		`PiCloud is already running on ${data}: ${about.address ?? 'address unknown'} (process ${pid}).${doubt}\n` +
			`To stop it, press Ctrl-C where it was started, or run: kill ${pid}\n` +
			'A second one beside it needs its own PICLOUD_DATA, PICLOUD_PORT and PICLOUD_ENDPOINT_PORT.'
	);
}

/** Whether the holder itself answers, and not another program on its port. */
async function answers({ address, token }: Record<string, string>): Promise<boolean> {
	try {
		const response = await fetch(`${address}/healthz`, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
		const { instance } = (await response.json()) as { instance?: string };
		return instance === token;
	} catch {
		return false;
	}
}
