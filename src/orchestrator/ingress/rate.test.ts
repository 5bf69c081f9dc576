import { expect, test } from 'vitest';
import { rate } from './rate.ts';

test('a minute’s worth passes at once, and then one each interval', () => {
	const perMinute = rate(3);
	expect([0, 0, 0].map((now) => perMinute.take(now))).toEqual([0, 0, 0]);
	expect(perMinute.take(0)).toBe(20_000);
	expect(perMinute.take(19_999)).toBe(1);
	expect(perMinute.take(20_000)).toBe(0);
	expect(perMinute.take(20_000)).toBe(20_000);
});

test('one that was idle has its whole minute again, and no more', () => {
	const perMinute = rate(2);
	perMinute.take(0);
	perMinute.take(0);
	expect([600_000, 600_000, 600_000].map((now) => perMinute.take(now))).toEqual([0, 0, 30_000]);
});
