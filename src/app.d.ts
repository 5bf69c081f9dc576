import type { User } from '#lib/server/auth/sessions.ts';
import type { Instance } from '#lib/server/instance.ts';

declare global {
	namespace App {
		interface Locals {
			instance: Instance;
			/** Who is signed in. */
			user: User | undefined;
			/** The session's secret id, to end it. */
			session: string | undefined;
			/** The browser speaks https with us, perhaps through a proxy. */
			secure: boolean;
		}
		/** What a person or program gets to know of an error, beside status and message. */
		interface Error {
			/** Stable and machine-readable; `fault` when something broke. */
			code: string;
			/** The form field or setting at fault. */
			field?: string;
			/** Finds a fault in the log. */
			reference?: string;
		}
	}
}

export {};
