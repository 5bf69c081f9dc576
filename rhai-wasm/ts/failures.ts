import type { LimitName, ScriptError } from './types.ts';

const shown = new Intl.NumberFormat('en-US');

/** The error for a limit that only the host can see being passed. The engine words its own in src/errors.rs. */
export function limitError(name: LimitName, value: number, message: string): ScriptError {
	return { kind: 'limit', code: `limit.${name}`, message, stack: [], limit: { name, value } };
}

export function sourceTooLong(value: number): ScriptError {
	return limitError('source_bytes', value, `source limit of ${shown.format(value)} bytes reached`);
}

/**
 * What a trap means. The module notes a failed allocation before it traps; a stack that is used up shows as V8's RangeError
 * or as an access below the shadow stack, which lies at the bottom of the memory. Anything else is a fault of the engine.
 */
export function trapError(
	trap: unknown,
	memoryExhausted: boolean,
	memoryBytes: number,
	callDepth: number
): ScriptError {
	if (memoryExhausted) {
		return limitError('memory_bytes', memoryBytes, `memory limit of ${shown.format(memoryBytes)} bytes reached`);
	}
	const text = trap instanceof Error ? trap.message : String(trap);
	if (trap instanceof RangeError || /out of bounds|call stack/i.test(text)) {
		return limitError('call_depth', callDepth, 'the stack is used up: calls, expressions or values nest too deeply');
	}
	return { kind: 'runtime', code: 'engine.trap', message: `the engine failed: ${text}`, stack: [] };
}
