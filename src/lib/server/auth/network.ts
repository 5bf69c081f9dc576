import { isIPv6 } from 'node:net';

/** A home or server gets a whole /64 of IPv6, so its 2^64 addresses are one caller: these are its groups of 16 bits. */
const IPV6_NETWORK_GROUPS = 4;

/**
 * The caller that an address stands for: an IPv4 address itself, the /64 network of an IPv6 address, and the IPv4 address
 * of one that is mapped into IPv6. What is no address stays as it is.
 */
export function networkOf(address: string): string {
	const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
	if (mapped) return mapped;
	const bare = address.split('%')[0] ?? address;
	if (!isIPv6(bare)) return address;
	const [head = '', tail] = bare.split('::');
	const first = head === '' ? [] : head.split(':');
	const last = tail === undefined || tail === '' ? [] : tail.split(':');
	const gap = tail === undefined ? 0 : 8 - first.length - last.length;
	const groups = [...first, ...Array.from({ length: gap }, () => '0'), ...last];
	const network = groups.slice(0, IPV6_NETWORK_GROUPS).map((group) => Number.parseInt(group, 16).toString(16));
	return `${network.join(':')}::/64`;
}
