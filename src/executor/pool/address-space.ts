import { readFileSync } from 'node:fs';

/**
 * Whether this machine has room for V8's guard regions: 8 GiB of address space an instance, never touched. 64-bit x86 has
 * 128 TiB; arm64 often has 512 GiB, which is 63 instances, and a limit on the address space (`ulimit -v`) may leave less.
 */
export function hasRoomForGuards(architecture = process.arch, limits = readLimits()): boolean {
	return architecture === 'x64' && !/^Max address space\s+\d/m.test(limits);
}

function readLimits(): string {
	try {
		return readFileSync('/proc/self/limits', 'utf8');
	} catch {
		// Not Linux: no such limit is usual there.
		return '';
	}
}
