import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { conflict } from '#lib/domain/refusal.ts';
import { explain } from './explain.ts';

function heard(error: unknown): { explanation: ReturnType<typeof explain>; lines: Record<string, unknown>[] } {
	const lines: Record<string, unknown>[] = [];
	const log = pino({}, { write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>) });
	const request = { method: 'POST', url: 'http://localhost:3000/acme/scripts?token=secret' };
	return { explanation: explain(error, { log, request }), lines };
}

describe('an error', () => {
	it('that is a refusal is shown as it is and not logged', () => {
		const { explanation, lines } = heard(conflict('script.name_taken', 'Taken.', 'name'));
		expect(explanation).toEqual({ status: 409, code: 'script.name_taken', message: 'Taken.', field: 'name' });
		expect(lines).toEqual([]);
	});

	it('that is a fault shows a reference only, which finds its cause in the log', () => {
		const { explanation, lines } = heard(new Error('relation "scripts" does not exist'));
		expect(explanation).toMatchObject({ status: 500, code: 'fault' });
		expect(explanation.message).not.toContain('relation');
		expect(explanation.message).toContain(explanation.reference);
		expect(lines).toHaveLength(1);
		expect(lines[0]).toMatchObject({ level: 50, reference: explanation.reference, path: '/acme/scripts' });
		expect(JSON.stringify(lines[0])).toContain('relation');
		expect(JSON.stringify(lines[0])).not.toContain('secret');
	});

	it.each([
		Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
		Object.assign(new Error('the database system is starting up'), { code: '57P03' }),
		new Error('Failed query', { cause: new Error('Connection terminated unexpectedly') })
	])('of a PostgreSQL that is away asks to try again: %s', (error) => {
		expect(heard(error).explanation).toMatchObject({ status: 503, code: 'database.unreachable' });
	});

	it.each(['a string', undefined, null, 42])('that is no Error at all is a fault: %s', (thrown) => {
		expect(heard(thrown).explanation).toMatchObject({ status: 500, code: 'fault' });
	});
});
