import { expect, test } from 'vitest';
import { readReports } from './read-reports.ts';

const statistics = { operations: 1, memory_bytes: 2, cpu_ms: 0.5, service_calls: 0 };
const response = { status: 200, headers: [['a', 'b']], body: 'x' };
const outcome = { ok: true, response, logs: [], logsCut: false, statistics };

test('well-formed reports are read', () => {
	const reports = [
		{ is: 'ready' },
		{ is: 'alive' },
		{ is: 'grown', run: 1, bytes: 5 },
		{ is: 'call', run: 1, call: 1, namespace: 'time', name: 'sleep', arguments: '[1]' },
		{ is: 'log', run: 1, line: { at: 1, level: 'info', message: 'x' } },
		{ is: 'done', run: 1, outcome },
		{
			is: 'done',
			run: 1,
			outcome: { ...outcome, ok: false, error: { kind: 'runtime', code: 'c', message: 'm', stack: [] } }
		},
		{ is: 'checked', run: 0, result: { diagnostics: [], functions: [], imports: [] } }
	];
	expect(readReports(reports)).toEqual(reports);
});

test.each([
	'text',
	null,
	{ is: 'alive' },
	[null, 7, [], { is: 'unknown', run: 1 }],
	[{ is: 'done', run: '1', outcome }],
	[{ is: 'done', run: 1, outcome: { ...outcome, statistics: { ...statistics, cpu_ms: null } } }],
	[{ is: 'done', run: 1, outcome: { ...outcome, logs: ['x'] } }],
	[{ is: 'done', run: 1, outcome: { ...outcome, response: { ...response, headers: [['a']] } } }],
	[{ is: 'done', run: 1, outcome: { ...outcome, response: { ...response, body: {} } } }],
	[{ is: 'done', run: 1, outcome: { ...outcome, ok: false } }],
	[{ is: 'call', run: 1, call: 1, namespace: 'time', name: 'sleep', arguments: [1] }]
])('what is not well formed is not believed: %j', (message) => {
	expect(readReports(message)).toEqual([]);
});
