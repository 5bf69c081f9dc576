/**
 * Gathers the frames of one turn of the event loop and sends them as one message: under load a system call then carries
 * dozens of frames. The returned function sends nothing after `send` throws; the channel's end is seen elsewhere.
 */
export function outbox<Frame>(send: (frames: Frame[]) => void): (frame: Frame) => void {
	let gathered: Frame[] = [];
	const flush = (): void => {
		const frames = gathered;
		gathered = [];
		send(frames);
	};
	return (frame) => {
		if (gathered.push(frame) === 1) setImmediate(flush);
	};
}
