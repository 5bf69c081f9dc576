import { randomUUIDv7 } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Pool } from '#executor/pool/pool.ts';
import { BadBody } from '#lib/server/events/body.ts';
import type { Route } from '../endpoints/route.ts';
import type { Table } from '../endpoints/table.ts';
import { execute, type Ended, type Settled } from '../executions/execute.ts';
import type { Recorder } from '../recorder/recorder.ts';
import { addresses, type Address } from './address.ts';
import type { Body } from './event-body.ts';
import { eventJson } from './event.ts';
import { announcesTooMuch, hasNoBody, readBody } from './read-body.ts';
import { writeAnswer, writeEmpty, writeProblem, type Reply } from './reply.ts';

export interface HandlerOptions {
	table: Table;
	pool: Pool;
	recorder: Recorder;
	endpointDomain: string | undefined;
	bodyLimit: number;
	/** Where members read about an execution: the dashboard's address without a slash at its end. */
	dashboardUrl: string;
	log: Logger;
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** When to come again after a refusal that passes by itself. */
const RETRY_AFTER = ['retry-after', '1'];

interface Asked extends Address {
	method: string;
	request: IncomingMessage;
	reply: Reply;
}

/** Makes the function that answers requests to endpoints. A warm one is answered without a query to the database. */
export function handler(options: HandlerOptions): Handler {
	const locate = addresses(options.endpointDomain);

	return function handle(request, response) {
		const executionId = randomUUIDv7();
		const address = locate(request.headers.host, request.url ?? '/');
		const reply: Reply = { response, executionId, mode: address?.mode ?? 'path' };
		if (request.headers['service-worker'] === 'script') {
			const detail = 'Endpoints do not serve service workers: one would outlive its script.';
			writeProblem(reply, { status: 403, detail });
			return;
		}
		const router = address && options.table.router(address.project);
		if (!router) {
			writeProblem(reply, { status: 404, detail: 'There is no endpoint at this address.' });
			return;
		}
		const method = request.method ?? 'GET';
		if (method === 'OPTIONS') {
			answerOptions(reply, router.allow(address.path));
			return;
		}
		const match = router.match(method, address.path);
		if (match.kind === 'none') {
			writeProblem(reply, { status: 404, detail: 'There is no endpoint at this address.' });
		} else if (match.kind === 'method') {
			const detail = `This endpoint does not take ${method}.`;
			writeProblem(reply, { status: 405, detail, headers: ['allow', match.allow.join(', ')] });
		} else begin({ ...address, method, request, reply }, match.route, match.parameters);
	};

	function begin(asked: Asked, route: Route, parameters: string[]): void {
		const { request, reply } = asked;
		const wait = route.rate?.take(performance.now()) ?? 0;
		if (wait > 0) {
			const detail = 'This endpoint has had as many requests in a minute as it takes.';
			writeProblem(reply, { status: 429, detail, headers: ['retry-after', String(Math.ceil(wait / 1_000))] });
			return;
		}
		if (hasNoBody(request)) {
			run(asked, route, parameters, undefined);
			return;
		}
		if (announcesTooMuch(request, options.bodyLimit)) {
			refuseBody(reply);
			return;
		}
		if (request.headers.expect !== undefined) reply.response.writeContinue();
		readBody(request, options.bodyLimit, (read) => {
			if (read.ok) run(asked, route, parameters, read.body);
			else if (read.reason === 'too_large') refuseBody(reply);
		});
	}

	/** The rest of the body is not wanted, so the connection ends with the answer. */
	function refuseBody(reply: Reply): void {
		const detail = `The body is larger than the ${String(options.bodyLimit)} bytes that endpoints accept.`;
		writeProblem(reply, { status: 413, detail, headers: ['connection', 'close'] });
	}

	function run(asked: Asked, route: Route, parameters: string[], body: Body): void {
		const { reply } = asked;
		if (!options.recorder.accepting()) {
			const detail = 'The database is away, and the room for recording failures is used up.';
			writeProblem(reply, { status: 503, detail, headers: RETRY_AFTER });
			return;
		}
		let event: string;
		try {
			event = eventJson({
				method: asked.method,
				path: asked.path,
				query: asked.query,
				parameterNames: route.parameters,
				parameters,
				headers: asked.request.headers,
				body
			});
		} catch (error) {
			if (!(error instanceof BadBody)) throw error;
			writeProblem(reply, { status: 400, detail: error.message });
			return;
		}
		const { endpoint, program, context } = route;
		execute(
			options,
			{
				id: reply.executionId,
				program,
				scriptId: endpoint.scriptId,
				version: endpoint.version,
				triggerId: endpoint.triggerId,
				eventKind: 'http',
				event,
				context,
				method: asked.method,
				path: asked.path
			},
			(ended) => settle(reply, route, ended)
		);
	}

	function settle(reply: Reply, { endpoint }: Route, ended: Ended): Settled {
		const page = `${options.dashboardUrl}/${endpoint.projectName}/executions/${reply.executionId}`;
		if (ended.kind === 'answered') {
			const fault = writeAnswer(reply, ended.response);
			if (fault === undefined) return { httpStatus: ended.response.status };
			writeProblem(reply, { status: 500, detail: FAILED, page });
			return {
				httpStatus: 500,
				error: { kind: 'runtime', code: 'response.invalid', message: `The answer can't be sent: ${fault}`, stack: [] }
			};
		}
		if (ended.kind === 'unavailable') {
			writeProblem(reply, { status: 503, detail: ended.reason, headers: RETRY_AFTER, page });
			return { httpStatus: 503 };
		}
		if (ended.error.code === 'host.malformed_input') {
			const detail = 'The request is well-formed, but scripts can not read it: JSON nests at most 128 levels deep.';
			writeProblem(reply, { status: 400, detail, page });
			return { httpStatus: 400 };
		}
		writeProblem(reply, { status: 500, detail: FAILED, page });
		return { httpStatus: 500 };
	}
}

const FAILED = 'The script behind this endpoint failed. Members of its project can read why on the execution page.';

function answerOptions(reply: Reply, allow: string[]): void {
	if (allow.length === 0) writeProblem(reply, { status: 404, detail: 'There is no endpoint at this address.' });
	else writeEmpty(reply, 204, ['allow', allow.join(', ')]);
}
