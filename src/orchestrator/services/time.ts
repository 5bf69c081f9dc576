import type { Services } from './gate.ts';

/** The longest a timer can be; the run's own deadline is far below. */
const LONGEST_SLEEP_MS = 2 ** 31 - 1;

/** What scripts find under `time` that needs the orchestrator. Reading the clock does not (rules.md, 23). */
export const time: Services = {
	/** `time::sleep(ms)`: answers `()` after so many milliseconds, or never if the run ends first. */
	sleep({ arguments: [milliseconds], ended }) {
		if (typeof milliseconds !== 'number' || !(milliseconds >= 0))
			return Promise.resolve({
				ok: false,
				code: 'time.invalid',
				message: 'time::sleep takes a number of milliseconds, zero or more'
			});
		const { promise, resolve } = Promise.withResolvers<{ ok: true; value: string }>();
		const timer = setTimeout(
			() => {
				ended.delete(cancel);
				resolve({ ok: true, value: 'null' });
			},
			Math.min(milliseconds, LONGEST_SLEEP_MS)
		);
		const cancel = (): void => {
			clearTimeout(timer);
		};
		ended.add(cancel);
		return promise;
	}
};
