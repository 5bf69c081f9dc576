import * as v from 'valibot';
import { PatternText } from './endpoint-pattern.ts';

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof METHODS)[number];

/** Settings of an `http` trigger. An absent rate means no limit. HEAD and OPTIONS are answered from these, not set. */
export const HttpTriggerSettings = v.object({
	methods: v.pipe(v.array(v.picklist(METHODS)), v.minLength(1, 'Choose at least one method.')),
	path: PatternText,
	requests_per_minute: v.optional(
		v.pipe(
			v.number('Requests per minute is a number.'),
			v.integer('Requests per minute is a whole number.'),
			v.minValue(1, 'Requests per minute is at least 1; leave it empty for no limit.'),
			v.maxValue(1_000_000, 'Requests per minute is at most 1,000,000; leave it empty for no limit.')
		)
	)
});
export type HttpTriggerSettings = v.InferOutput<typeof HttpTriggerSettings>;

/** The trigger every new script gets, so that publishing alone gives a working address. */
export const defaultHttpTrigger = (scriptName: string): HttpTriggerSettings => ({
	methods: [...METHODS],
	path: `/${scriptName}`
});
