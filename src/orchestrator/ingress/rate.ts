export interface Rate {
	/** Zero when the request may pass, and it counts; otherwise the milliseconds until one may. */
	take: (now: number) => number;
}

/**
 * Requests per minute as a leaky bucket (GCRA: one time stamp, no timer): a minute's worth at once, then evenly.
 * Counted on each node by itself.
 */
export function rate(perMinute: number): Rate {
	const interval = 60_000 / perMinute;
	const burst = 60_000 - interval;
	let free = -Infinity;
	return {
		take(now) {
			const wait = free - burst - now;
			if (wait > 0) return wait;
			free = Math.max(free, now) + interval;
			return 0;
		}
	};
}
