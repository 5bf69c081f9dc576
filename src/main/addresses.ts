import type { Settings } from '#settings.ts';

const ANY_HOST = new Set(['0.0.0.0', '::', '127.0.0.1', '::1']);

/** Where people reach the dashboard: PICLOUD_URL, else this machine's own address. */
export function dashboardOrigin(settings: Settings): string {
	return settings.PICLOUD_URL ? new URL(settings.PICLOUD_URL).origin : listenerOrigin(settings);
}

/** Where this machine itself reaches the dashboard's listener. */
export function listenerOrigin({ PICLOUD_HOST: host, PICLOUD_PORT: port }: Settings): string {
	if (ANY_HOST.has(host)) return `http://localhost:${port}`;
	return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
