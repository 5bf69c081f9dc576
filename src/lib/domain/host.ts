/** Hosts that mean every interface, which no browser opens, and the names of this machine itself. */
const THIS_MACHINE = new Set(['0.0.0.0', '::', '127.0.0.1', '::1']);

/** The host of an address that people can open, for a host that a listener is bound to; IPv6 in brackets. */
export function shownHost(bound: string): string {
	if (THIS_MACHINE.has(bound)) return 'localhost';
	return bound.includes(':') ? `[${bound}]` : bound;
}
