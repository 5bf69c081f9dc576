import { describe, expect, test } from 'vitest';
import { failure, run } from './engine.ts';

const at = (line: number, column: number) => ({ line, column });

describe('an error says what, and exactly where', () => {
	test.each([
		['syntax', 'unexpected_input', 'let x = 1;\nlet y = ;', at(2, 9)],
		['syntax', 'unterminated_string', 'let x = "abc', at(1, 9)],
		['syntax', 'missing_token', 'let a = [1, 2, ]]', at(1, 17)],
		['runtime', 'variable_not_found', '\n  nothing + 1', at(2, 3)],
		['runtime', 'function_not_found', '1;\n\tnothing(2)', at(2, 2)],
		['runtime', 'division_by_zero', 'let a = 1; let b = 0;\na\n / b', at(3, 2)],
		['runtime', 'overflow', 'let a = 9223372036854775807; a + 1', at(1, 32)],
		['runtime', 'array_bounds', 'let a = [1];\na[5]', at(2, 3)],
		['runtime', 'string_bounds', 'let a = "abc"; a[9]', at(1, 18)],
		['syntax', 'assignment_to_constant', 'const A = 1;\nA = 2', at(2, 1)],
		['runtime', 'dot_expr', 'let a = 1; a.b', at(1, 14)],
		['syntax', 'mismatched_type', 'if 1 { 2 }', at(1, 4)],
		['runtime', 'mismatch_data_type', 'let a = 1;\nif a { 2 }', at(2, 4)],
		['runtime', 'indexing_type', 'let a = true; a[0]', at(1, 16)],
		['runtime', 'for', 'let a = 1; for x in a { }', at(1, 21)],
		['runtime', 'unbound_this', 'fn f() { this } f()', at(1, 10)],
		['thrown', 'thrown', 'let a = "é😀"; throw a', at(1, 15)]
	])('%s %s', async (kind, code, source, place) => {
		expect(await failure(source)).toMatchObject({ kind, code, ...place });
	});

	test('a message does not repeat the place', async () => {
		expect((await failure('let a = 1;\na / 0')).message).toBe('Division by zero: 1 / 0');
	});

	test('the stack names every function, innermost first, each with where it was', async () => {
		const { stack } = await failure('fn outer(a) {\n\tinner(a) + 1\n}\nfn inner(a) {\n\ta / 0\n}\n\nouter(1)');
		expect(stack).toEqual([
			{ function: 'inner', ...at(5, 4) },
			{ function: 'outer', ...at(2, 2) },
			{ function: '', ...at(8, 1) }
		]);
	});

	test('a closure is a frame of its own, and so is the native function that called it', async () => {
		const { stack } = await failure('let f = |x| x / 0;\n[1].map(f)');
		expect(stack.map((frame) => frame.function)).toEqual(['closure', 'map', '']);
		expect(stack[0]).toMatchObject(at(1, 15));
	});

	test('what was thrown comes along as JSON text, with its code and message', async () => {
		expect(await failure('throw #{code: "order.unknown", message: "no order 7", id: 7.0}')).toMatchObject({
			kind: 'thrown',
			code: 'order.unknown',
			message: 'no order 7',
			value: '{"code":"order.unknown","id":7.0,"message":"no order 7"}'
		});
	});

	test('fail_forever is terminal, and nothing catches it', async () => {
		expect(await failure('try {\n\tfail_forever("enough")\n} catch { }\n"went on"')).toMatchObject({
			kind: 'terminal',
			code: 'fail_forever',
			message: 'enough',
			...at(2, 2)
		});
	});

	test('eval is refused while parsing: its positions would be those of another text', async () => {
		expect(await failure('eval("1")')).toMatchObject({ kind: 'syntax', line: 1 });
	});

	test('the host stops a run with its own words', async () => {
		const result = await run('loop { }', { stopped: () => 'cancelled by Ada' });
		expect(result).toMatchObject({
			ok: false,
			error: { kind: 'stopped', code: 'stopped', message: 'cancelled by Ada' }
		});
	});

	test('an event that is not JSON is the fault of the host, and said', async () => {
		expect(await failure('event', { event: '{"a":' })).toMatchObject({ code: 'host.malformed_input' });
	});
});
