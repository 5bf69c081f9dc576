/**
 * So many frames make a message at once, without waiting for the end of the turn: the other process then begins with them
 * while this one makes the next. With whole turns as messages the two took turns, and one core stood still.
 */
const MOST_FRAMES = 16;

/**
 * Gathers the frames of one turn of the event loop and sends them together: under load a system call carries several. The
 * returned function never throws; what `send` can't deliver is the business of whoever watches the channel.
 */
export function outbox<Frame>(send: (frames: Frame[]) => void): (frame: Frame) => void {
	let gathered: Frame[] = [];
	let armed = false;

	function flush(): void {
		if (gathered.length === 0) return;
		const frames = gathered;
		gathered = [];
		send(frames);
	}

	return (frame) => {
		if (gathered.push(frame) >= MOST_FRAMES) flush();
		else if (!armed) {
			armed = true;
			setImmediate(() => {
				armed = false;
				flush();
			});
		}
	};
}
