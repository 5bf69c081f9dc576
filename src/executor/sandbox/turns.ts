/** Pure computing without a break for others: IO and heartbeats get their turn at least this often. */
const TURN_MS = 5;

export interface Turns {
	/** Begins a piece of work when its project is next. */
	begin: (project: string, work: () => void) => void;
	/** Resolves when it is the project's turn to compute for another slice. */
	slice: (project: string) => Promise<void>;
}

/** A resumed slice computes after the turn's own code, so a turn that resumes one ends there. */
interface Turn {
	work: () => void;
	resumes: boolean;
}

/**
 * Shares one thread among projects: each in rotation gets to begin a run or to resume one for a slice, however many runs
 * the others have. Between runs all microtasks are done, so a short script is over, and its instance free, before the
 * next begins.
 */
export function turns(): Turns {
	const queues = new Map<string, Turn[]>();
	let armed = false;
	let turnEnds = 0;

	function step(): void {
		const [first] = queues;
		if (first === undefined) {
			armed = false;
			return;
		}
		const [project, queue] = first;
		const turn = queue.shift();
		queues.delete(project);
		if (queue.length > 0) queues.set(project, queue);
		turn?.work();
		if (turn?.resumes || performance.now() >= turnEnds) setImmediate(takeTurn);
		// A tick queued by a microtask comes after all microtasks; one queued here would come before them.
		else queueMicrotask(afterMicrotasks);
	}

	function afterMicrotasks(): void {
		process.nextTick(step);
	}

	function takeTurn(): void {
		turnEnds = performance.now() + TURN_MS;
		step();
	}

	function enqueue(project: string, turn: Turn): void {
		const queue = queues.get(project);
		if (queue) queue.push(turn);
		else queues.set(project, [turn]);
		if (armed) return;
		armed = true;
		if (turn.resumes) setImmediate(takeTurn);
		else {
			turnEnds = performance.now() + TURN_MS;
			process.nextTick(step);
		}
	}

	return {
		begin(project, work) {
			enqueue(project, { work, resumes: false });
		},
		slice: (project) =>
			new Promise((resolve) => {
				enqueue(project, { work: resolve, resumes: true });
			})
	};
}
