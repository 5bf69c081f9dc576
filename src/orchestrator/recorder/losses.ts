import { randomUUIDv7 } from 'node:crypto';
import type { Loss } from '#lib/server/executions/record-losses.ts';

export interface Losses {
	count: (effect: Loss['effect'], reason: string, executions: number) => void;
	/** What was counted since the last call. Whoever takes it stores it, or puts it back. */
	take: () => Loss[];
	putBack: (losses: Loss[]) => void;
}

/** Counts by effect and reason what could not be recorded; a handful of numbers, whatever the rate of losing. */
export function countLosses(node: string): Losses {
	let counted = new Map<string, Loss>();
	const add = (loss: Loss): void => {
		const key = `${loss.effect} ${loss.reason}`;
		const known = counted.get(key);
		if (!known) counted.set(key, loss);
		else {
			known.executions += loss.executions;
			if (loss.from < known.from) known.from = loss.from;
			if (loss.until > known.until) known.until = loss.until;
		}
	};
	return {
		count(effect, reason, executions) {
			const now = new Date();
			add({ id: randomUUIDv7(), node, effect, reason, executions, from: now, until: now });
		},
		take() {
			const taken = [...counted.values()];
			counted = new Map();
			return taken;
		},
		putBack(losses) {
			losses.forEach(add);
		}
	};
}
