import { pino } from 'pino';

/** A log for tests, whose output is what failed and nothing else. */
export const silent = pino({ level: 'silent' });
