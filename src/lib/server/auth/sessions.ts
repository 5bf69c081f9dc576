import { Lucia, TimeSpan } from 'lucia';
import type { Database } from '../db/connect.ts';
import { sessionAdapter } from './session-adapter.ts';

/** Who is signed in. */
export interface User {
	id: string;
	email: string;
	name: string;
	isAdministrator: boolean;
}

/** A cookie as it is to be set. */
export interface SessionCookie {
	name: string;
	value: string;
	attributes: { httpOnly: boolean; secure: boolean; sameSite: 'lax'; path: string; maxAge: number };
}

/**
 * Sessions in cookies. `secure` says whether the browser speaks https with us: then the cookie is `Secure` and has the
 * `__Host-` prefix, so that neither a neighbouring host nor plain http can set or read it.
 */
export interface Sessions {
	/** The name of the cookie. */
	cookieName: (secure: boolean) => string;
	/**
	 * Says whom a cookie's value signs in. A session past half its life is prolonged: `renewed` then says to send the cookie
	 * again. Undefined for what is unknown, ended or expired.
	 */
	read: (id: string) => Promise<{ user: User; renewed: boolean } | undefined>;
	/** Begins a session with a new id, never one that a browser brought along, and clears away expired ones. */
	start: (userId: string) => Promise<string>;
	/** Ends a session; unknown ones are none. */
	end: (id: string) => Promise<void>;
	cookie: (id: string, secure: boolean) => SessionCookie;
	/** The cookie that removes the cookie. */
	blank: (secure: boolean) => SessionCookie;
}

/** People stay signed in as long as they come by once in this time. */
const LIFE = new TimeSpan(30, 'd');

const lucia = (db: Database, secure: boolean) =>
	new Lucia(sessionAdapter(db), {
		sessionExpiresIn: LIFE,
		sessionCookie: {
			name: secure ? '__Host-picloud_session' : 'picloud_session',
			attributes: { secure, sameSite: 'lax', path: '/' }
		},
		getUserAttributes: ({ email, name, isAdministrator }) => ({ email, name, isAdministrator })
	});

/** Opens the sessions of an instance. Lucia is used here and nowhere else: docs/decisions/0003-sessions.md. */
export function open(db: Database): Sessions {
	const overHttps = lucia(db, true);
	const overHttp = lucia(db, false);
	const over = (secure: boolean) => (secure ? overHttps : overHttp);

	const shaped = (secure: boolean, cookie: { name: string; value: string; attributes: { maxAge?: number } }) => ({
		name: cookie.name,
		value: cookie.value,
		attributes: {
			httpOnly: true,
			secure,
			sameSite: 'lax' as const,
			path: '/',
			maxAge: cookie.attributes.maxAge ?? LIFE.seconds()
		}
	});

	return {
		cookieName: (secure) => over(secure).sessionCookieName,
		async read(id) {
			const { session, user } = await overHttp.validateSession(id);
			return session ? { user, renewed: session.fresh } : undefined;
		},
		async start(userId) {
			await overHttp.deleteExpiredSessions();
			return (await overHttp.createSession(userId, {})).id;
		},
		end: (id) => overHttp.invalidateSession(id),
		cookie: (id, secure) => shaped(secure, over(secure).createSessionCookie(id)),
		blank: (secure) => shaped(secure, over(secure).createBlankSessionCookie())
	};
}

declare module 'lucia' {
	interface Register {
		Lucia: ReturnType<typeof lucia>;
		UserId: string;
		DatabaseUserAttributes: Omit<User, 'id'>;
	}
}
