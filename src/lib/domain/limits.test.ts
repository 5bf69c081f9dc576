import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { CEILINGS, DEFAULT_LIMITS, effective, ScriptLimits } from './limits.ts';

describe('limits', () => {
	it('of a run are the defaults where the script asks for nothing', () => {
		expect(effective({})).toEqual(DEFAULT_LIMITS);
		expect(effective({ operations: undefined })).toEqual(DEFAULT_LIMITS);
	});

	it('of a run are those of the script where it asks', () => {
		expect(effective({ operations: 1_000 })).toEqual({ ...DEFAULT_LIMITS, operations: 1_000 });
	});

	it.each(Object.entries(CEILINGS))('of a script go up to the ceiling: %s %d', (name, ceiling) => {
		expect(v.is(ScriptLimits, { [name]: ceiling })).toBe(true);
		expect(v.is(ScriptLimits, { [name]: ceiling + 1 })).toBe(false);
		expect(v.is(ScriptLimits, { [name]: 0 })).toBe(false);
		expect(v.is(ScriptLimits, { [name]: ceiling - 0.5 })).toBe(false);
	});

	it('have defaults below their ceilings', () => {
		for (const [name, ceiling] of Object.entries(CEILINGS))
			expect(DEFAULT_LIMITS[name as keyof typeof CEILINGS]).toBeLessThanOrEqual(ceiling);
	});
});
