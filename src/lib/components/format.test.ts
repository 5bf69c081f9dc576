import { describe, expect, it } from 'vitest';
import { ago, agoChangesIn, bytes, count, duration } from './format.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');
/** Numbers and units are held together by a space that does not break. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const before = (ms: number) => new Date(NOW - ms);

describe('numbers for people', () => {
	it.each([
		[0, 'just now'],
		[12_000, '12 s ago'],
		[61_000, '1 min ago'],
		[3 * 3_600_000, '3 h ago'],
		[30 * 3_600_000, 'yesterday'],
		[4 * 86_400_000, '4 days ago'],
		[40 * 86_400_000, '2026-10-15']
	])('%i ms ago reads "%s"', (ms, words) => {
		expect(ago(before(ms), NOW)).toBe(words);
	});

	it('a time that no longer changes asks for no wake-up', () => {
		expect(agoChangesIn(before(8 * 86_400_000), NOW)).toBeUndefined();
		expect(agoChangesIn(before(90_000), NOW)).toBe(30_000);
	});

	it.each([
		[0.03, '< 0.1 ms'],
		[3.14159, '3.14 ms'],
		[412, '412 ms'],
		[1_500, '1.5 s'],
		[95_000, '1 min 35 s'],
		[300_000, '5 min']
	])('a duration of %d ms reads "%s"', (ms, words) => {
		expect(plain(duration(ms))).toBe(words);
	});

	it.each([
		[12, '12 bytes'],
		[64 * 1024 * 1024, '64 MiB'],
		[950_000, '928 KiB']
	])('%i bytes read "%s"', (value, words) => {
		expect(plain(bytes(value))).toBe(words);
	});

	it('long numbers are grouped', () => {
		expect(count(50_000_000)).toBe('50\u202f000\u202f000');
		expect(count(412)).toBe('412');
	});
});
