/** What the worker tells the process that runs it. */
export type FromWorker =
	| { type: 'ready' }
	/** It could not start. Before it was ever ready that is the product's failure, later a reason to try again. */
	| { type: 'refused'; message: string };

/** The one thing that it is told. */
export interface ToWorker {
	type: 'stop';
}
