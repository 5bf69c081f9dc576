import pino, { type Logger } from 'pino';
import type { Settings } from '#settings.ts';

/** Opens a process's log on standard output: lines for people at a terminal, JSON for everything else. */
export async function openLog({ PICLOUD_LOG_LEVEL: level }: Settings, process_: string): Promise<Logger> {
	const options = { level, base: { process: process_ }, timestamp: pino.stdTimeFunctions.isoTime };
	if (!process.stdout.isTTY) return pino(options, pino.destination({ fd: 1, sync: true }));
	const { default: pretty } = await import('pino-pretty');
	return pino(
		options,
		pretty({ sync: true, translateTime: 'SYS:HH:MM:ss.l', messageFormat: '{process}: {msg}', ignore: 'process' })
	);
}
