import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import * as processTable from '../process-table.ts';
import { addressOf } from './cluster.ts';
import { hold, type Server, type Startable } from './hold.ts';

/** Pause before asking again a server that lives but refuses to be watched, as it does while it shuts down. */
const ASK_AGAIN_MS = 50;

/** Takes over a server that another process started. */
export function adopt({ cluster, user }: Startable, pid: number, port: number): Server {
	// The connection that watches it keeps this process alive as well.
	return hold({ pid, port, ended: watch(pid, addressOf(cluster, port)), wait: () => undefined }, user);
}

/** It is not our child, so nobody tells us when it ends: a connection is held that breaks when it does. */
async function watch(pid: number, address: string): Promise<string> {
	while (processTable.alive(pid)) {
		const client = new pg.Client({ connectionString: address, application_name: 'picloud watch', keepAlive: true });
		const { promise: lost, resolve: lose } = Promise.withResolvers<undefined>();
		for (const sign of ['error', 'end'] as const)
			client.on(sign, () => {
				lose(undefined);
			});
		try {
			await client.connect();
			await lost;
		} catch {
			// Not accepting connections yet, or no longer.
		}
		client.end().catch(() => undefined);
		await sleep(ASK_AGAIN_MS);
	}
	return 'it was started by another process, so how is not known';
}
