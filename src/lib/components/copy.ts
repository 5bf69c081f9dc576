/**
 * Puts a text on the clipboard. The clipboard interface exists only on https and on one's own machine, so elsewhere (a
 * server of the home network over http) the older way through a selection is taken.
 * @returns whether it is there now
 */
export async function copy(text: string): Promise<boolean> {
	if (window.isSecureContext) {
		return navigator.clipboard.writeText(text).then(
			() => true,
			() => false
		);
	}
	const area = document.createElement('textarea');
	area.value = text;
	area.style.position = 'fixed';
	area.style.opacity = '0';
	document.body.append(area);
	area.select();
	// eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way outside secure contexts
	const copied = document.execCommand('copy');
	area.remove();
	return copied;
}
