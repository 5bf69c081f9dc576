/** Pure computing without a break for others: IO and heartbeats get their turn at least this often. */
const TURN_MS = 5;

export interface Turns {
	/** Begins a piece of work when its project is next. */
	begin: (project: string, work: () => void) => void;
	/** Resolves when it is the project's turn to compute for another slice. */
	slice: (project: string) => Promise<void>;
}

/**
 * Shares one thread among projects and among their runs. A turn begins what is new, for 5 ms at most, and then resumes one
 * run for a slice, each from the project that waited longest: so a short script waits for one slice at most, however many
 * long ones there are. Between two beginnings all microtasks are done: a short script is over, and its instance free,
 * before the next begins.
 */
export function turns(): Turns {
	const beginnings = rotation();
	const resumptions = rotation();
	let armed = false;
	let turnEnds = 0;

	function step(): void {
		const begin = performance.now() < turnEnds ? beginnings.next() : undefined;
		if (begin) {
			begin();
			// A tick queued by a microtask comes after all microtasks; one queued here would come before them.
			queueMicrotask(afterMicrotasks);
			return;
		}
		// The slice itself is computed once this function has returned.
		resumptions.next()?.();
		if (beginnings.isEmpty() && resumptions.isEmpty()) armed = false;
		else setImmediate(takeTurn);
	}

	function afterMicrotasks(): void {
		process.nextTick(step);
	}

	function takeTurn(): void {
		turnEnds = performance.now() + TURN_MS;
		step();
	}

	function arm(soon: (turn: () => void) => void): void {
		if (armed) return;
		armed = true;
		soon(takeTurn);
	}

	return {
		begin(project, work) {
			beginnings.add(project, work);
			arm((turn) => {
				process.nextTick(turn);
			});
		},
		slice: (project) =>
			new Promise((resolve) => {
				resumptions.add(project, resolve);
				arm(setImmediate);
			})
	};
}

/** Queues by project; `next` takes from the project whose turn is longest ago. */
function rotation() {
	const queues = new Map<string, (() => void)[]>();
	return {
		isEmpty: () => queues.size === 0,
		add(project: string, work: () => void) {
			const queue = queues.get(project);
			if (queue) queue.push(work);
			else queues.set(project, [work]);
		},
		next(): (() => void) | undefined {
			for (const [project, queue] of queues) {
				const work = queue.shift();
				queues.delete(project);
				if (queue.length > 0) queues.set(project, queue);
				return work;
			}
			return undefined;
		}
	};
}
