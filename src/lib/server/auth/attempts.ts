import type pg from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { Refusal } from '#lib/domain/refusal.ts';
import { networkOf } from './network.ts';

/** Limits guesses at passwords, counted in PostgreSQL, so that all managers of a cluster count together. */
export interface Attempts {
	/**
	 * Counts an attempt before the password is looked at, so attempts at the same time can't outrun the count.
	 * @throws Refusal 429 that says when to come back
	 */
	count: (email: string, address: string) => Promise<void>;
	/** The password was right: takes back what its attempt cost, and forgets counters that ran out. */
	forgive: (email: string, address: string) => Promise<void>;
}

const MINUTE_S = 60;

/**
 * Three nets, from narrow to wide. The narrow one stops guessing at one account from one place after few attempts; the
 * others stop what spreads out over places or accounts, and are wide enough that nobody locks a stranger out by hand or
 * an office behind one address by typing badly.
 */
const NETS = [
	{ name: 'pair', points: 5, duration: 15 * MINUTE_S, key: (email: string, at: string) => `${email} ${at}` },
	{ name: 'account', points: 50, duration: 60 * MINUTE_S, key: (email: string) => email },
	{ name: 'address', points: 50, duration: 15 * MINUTE_S, key: (_email: string, at: string) => at }
] as const;

/** Opens the counters. They live in the `rate_limits` table, which the migrations make. */
export function open(pool: pg.Pool): Attempts {
	const nets = NETS.map((net) => ({
		key: net.key,
		limiter: new RateLimiterPostgres({
			storeClient: pool,
			storeType: 'pool',
			tableName: 'rate_limits',
			tableCreated: true,
			// Its way of clearing up is a timer; ours is forgive().
			clearExpiredByTimeout: false,
			keyPrefix: `sign-in ${net.name}`,
			points: net.points,
			duration: net.duration
		})
	}));

	return {
		async count(email, address) {
			const at = networkOf(address);
			for (const { key, limiter } of nets) {
				try {
					await limiter.consume(key(email, at));
				} catch (reason) {
					if (!(reason instanceof RateLimiterRes)) throw reason;
					throw tooMany(reason.msBeforeNext);
				}
			}
		},
		async forgive(email, address) {
			const at = networkOf(address);
			const [pair, account, place] = nets;
			await pair?.limiter.delete(pair.key(email, at));
			await account?.limiter.reward(account.key(email, at));
			await place?.limiter.reward(place.key(email, at));
			await pool.query('delete from rate_limits where expire < $1', [Date.now()]);
		}
	};
}

function tooMany(msBeforeNext: number): Refusal {
	const minutes = Math.max(1, Math.ceil(msBeforeNext / 60_000));
	const when = minutes === 1 ? 'in a minute' : `in ${minutes} minutes`;
	return new Refusal(429, 'auth.too_many_attempts', `Too many attempts to sign in. Try again ${when}.`, 'email');
}
