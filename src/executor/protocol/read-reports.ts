import type { CheckResult, LogLine, ScriptError } from 'rhai-wasm';
import type { Outcome, Report } from './frames.ts';

/**
 * Reads what an executor sent, believing nothing about its shape: a script that broke out of its engine could send
 * anything. Frames that are not well formed are dropped; a run whose end is malformed then ends at its deadline.
 */
export function readReports(message: unknown): Report[] {
	if (!Array.isArray(message)) return [];
	const reports: Report[] = [];
	for (const frame of message as unknown[]) {
		const report = isRecord(frame) ? readReport(frame) : undefined;
		if (report) reports.push(report);
	}
	return reports;
}

type Fields = Record<string, unknown>;

const isRecord = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isText = (value: unknown): value is string => typeof value === 'string';
const isCount = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value < Infinity;

function readReport(frame: Fields): Report | undefined {
	if (frame.is === 'ready' || frame.is === 'alive') return { is: frame.is };
	if (!isCount(frame.run)) return undefined;
	const run = frame.run;
	switch (frame.is) {
		case 'done': {
			const outcome = readOutcome(frame.outcome);
			return outcome && { is: 'done', run, outcome };
		}
		case 'call':
			return isCount(frame.call) && isText(frame.namespace) && isText(frame.name) && isText(frame.arguments)
				? (frame as Report & { is: 'call' })
				: undefined;
		case 'grown':
			return isCount(frame.bytes) ? { is: 'grown', run, bytes: frame.bytes } : undefined;
		case 'log':
			return isLogLine(frame.line) ? { is: 'log', run, line: frame.line } : undefined;
		case 'checked':
			return isRecord(frame.result) && Array.isArray(frame.result.diagnostics)
				? { is: 'checked', run, result: frame.result as unknown as CheckResult }
				: undefined;
		default:
			return undefined;
	}
}

const isLogLine = (line: unknown): line is LogLine =>
	isRecord(line) && isCount(line.at) && isText(line.level) && isText(line.message);

function readOutcome(given: unknown): Outcome | undefined {
	if (!isRecord(given) || !isRecord(given.statistics) || !Array.isArray(given.logs)) return undefined;
	const { operations, memory_bytes, cpu_ms, service_calls } = given.statistics;
	if (!isCount(operations) || !isCount(memory_bytes) || !isCount(cpu_ms) || !isCount(service_calls)) return undefined;
	if (!given.logs.every(isLogLine)) return undefined;
	if (given.ok === true) return isResponse(given.response) ? (given as unknown as Outcome) : undefined;
	return isError(given.error) ? (given as unknown as Outcome) : undefined;
}

const isResponse = (given: unknown): boolean =>
	isRecord(given) &&
	isCount(given.status) &&
	isText(given.body) &&
	Array.isArray(given.headers) &&
	given.headers.every((pair) => Array.isArray(pair) && isText(pair[0]) && isText(pair[1]));

const isError = (given: unknown): given is ScriptError =>
	isRecord(given) && isText(given.kind) && isText(given.code) && isText(given.message) && Array.isArray(given.stack);
