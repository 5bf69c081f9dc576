import { expect, test } from 'vitest';
import { hasRoomForGuards } from './address-space.ts';

const limits = (value: string): string =>
	`Limit                     Soft Limit           Hard Limit           Units\nMax address space         ${value}            unlimited            bytes\n`;

test.each([
	['x64', 'unlimited', true],
	['x64', '67108864', false],
	['arm64', 'unlimited', false]
])('%s with an address space of %s has room: %s', (architecture, value, room) => {
	expect(hasRoomForGuards(architecture as NodeJS.Architecture, limits(value))).toBe(room);
});
