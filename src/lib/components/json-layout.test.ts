import { expect, it } from 'vitest';
import { layOut } from './json-layout.ts';

it('numbers stay as they are written', () => {
	expect(layOut('{"a":2.0,"b":[9007199254740993]}')).toBe('{\n  "a": 2.0,\n  "b": [\n    9007199254740993\n  ]\n}');
});

it('an empty map or list stays on its line', () => {
	expect(layOut('{"a":{},"b":[]}')).toBe('{\n  "a": {},\n  "b": []\n}');
});

it('signs inside strings are text', () => {
	expect(layOut('["{,:\\"}"]')).toBe('[\n  "{,:\\"}"\n]');
});

it('what is no JSON comes back as it is', () => {
	expect(layOut('Hello, {world')).toBe('Hello, {world');
});
