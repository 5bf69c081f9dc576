import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { defaultHttpTrigger, HttpTriggerSettings, METHODS } from './trigger.ts';

describe('an http trigger', () => {
	it('of a new script answers every method on its name, without a rate limit', () => {
		const settings = defaultHttpTrigger('hello');
		expect(settings).toEqual({ methods: [...METHODS], path: '/hello' });
		expect(v.is(HttpTriggerSettings, settings)).toBe(true);
	});

	it.each([
		[{ methods: [], path: '/a' }, 'methods'],
		[{ methods: ['TRACE'], path: '/a' }, 'methods'],
		[{ methods: ['get'], path: '/a' }, 'methods'],
		[{ methods: ['GET'], path: 'a' }, 'path'],
		[{ methods: ['GET'] }, 'path'],
		[{ methods: ['GET'], path: '/a', requests_per_minute: 0 }, 'requests_per_minute'],
		[{ methods: ['GET'], path: '/a', requests_per_minute: 1.5 }, 'requests_per_minute'],
		[{ methods: ['GET'], path: '/a', requests_per_minute: 1_000_001 }, 'requests_per_minute'],
		[{ methods: ['GET'], path: '/a', requests_per_minute: NaN }, 'requests_per_minute']
	])('%j is refused for its %s', (settings, field) => {
		const parsed = v.safeParse(HttpTriggerSettings, settings);
		expect(parsed.issues?.[0].path?.[0]?.key).toBe(field);
	});
});
