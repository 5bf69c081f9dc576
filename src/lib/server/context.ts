import type { Database } from './db/connect.ts';
import type { Listener } from './live/listener.ts';
import type { Announcer } from './live/notices.ts';

/** What the verbs of lib/server work with: one per process, and one per test. */
export interface Context {
	db: Database;
	announcer: Announcer;
	listener: Listener;
}
