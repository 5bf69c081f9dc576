import { shownHost } from '#lib/domain/host.ts';
import type { Settings } from '#settings.ts';

/** Where people reach the dashboard: PICLOUD_URL, else this machine's own address. */
export function dashboardOrigin(settings: Settings): string {
	return settings.PICLOUD_URL ? new URL(settings.PICLOUD_URL).origin : listenerOrigin(settings);
}

/** Where this machine itself reaches the dashboard's listener. */
export function listenerOrigin({ PICLOUD_HOST: host, PICLOUD_PORT: port }: Settings): string {
	return `http://${shownHost(host)}:${port}`;
}
