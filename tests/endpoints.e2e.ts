import { connect } from 'node:net';
import { ask, type Answer } from './fixtures/ask.ts';
import { setEndpoint } from './fixtures/endpoint.ts';
import { expect, publish, test } from './fixtures/product.ts';

const SANDBOX = /^sandbox allow-scripts/;
/** Changes reach every node within a second; this one is busy with other tests. */
const CHANGE = { timeout: 5_000 };

interface Problem {
	title: string;
	status: number;
	detail: string;
	execution: string;
	execution_page?: string;
}

const problem = (answer: Answer): Problem => {
	expect(answer.headers['content-type']).toBe('application/problem+json');
	const parsed = JSON.parse(answer.body) as Problem;
	expect(parsed.status).toBe(answer.status);
	expect(parsed.execution).toBe(answer.headers['x-picloud-execution']);
	return parsed;
};

/** Sends bytes and reads until the other side closes. */
function raw(address: string, bytes: string, end = false): Promise<string> {
	const { hostname, port } = new URL(address);
	return new Promise((resolve, reject) => {
		const socket = connect(Number(port), hostname, () => {
			socket.write(bytes);
			if (end) socket.end();
		});
		let received = '';
		socket.setEncoding('utf8').on('data', (text: string) => (received += text));
		socket.on('close', () => {
			resolve(received);
		});
		socket.on('error', reject);
	});
}

test('what a script returns becomes the answer', async ({ product, administrator }) => {
	const cases: [name: string, source: string, status: number, type: string | undefined, body: string][] = [
		['text', '"héllo"', 200, 'text/plain; charset=utf-8', 'héllo'],
		['map', '#{ a: 2.0 }', 200, 'application/json', '{"a":2.0}'],
		['nothing', '()', 204, undefined, ''],
		['page', 'html("<h1>Hi</h1>")', 200, 'text/html; charset=utf-8', '<h1>Hi</h1>'],
		['made', 'respond(201, #{ id: 7 }, #{ location: "/things/7" })', 201, 'application/json', '{"id":7}']
	];
	for (const [name, source, status, type, body] of cases) {
		const answer = await ask(await publish(product, administrator, { name: `result-${name}`, source }));
		expect([answer.status, answer.headers['content-type'], answer.body]).toEqual([status, type, body]);
		expect(answer.headers['x-picloud-execution']).toMatch(/^[0-9a-f-]{36}$/);
		expect(answer.headers['content-security-policy']).toMatch(SANDBOX);
	}
});

test('a script sees the request, its JSON exactly as it was sent, in path mode and in host mode', async ({
	product,
	administrator
}) => {
	const path = await publish(product, administrator, { name: 'echo', source: 'req' });
	const { port } = new URL(path);
	const sent = '{"big":9007199254740993,"two":2.0}';
	const headers = { 'content-type': 'application/json', cookie: `${administrator.cookie}; own=1` };
	const inPath = await ask(`${path}?a=1&a=2`, { method: 'POST', headers, body: sent });
	const inHost = await ask(`http://127.0.0.1:${port}/echo?a=1&a=2`, {
		method: 'POST',
		headers: { ...headers, host: `${administrator.project}.localhost:${port}` },
		body: sent
	});

	for (const answer of [inPath, inHost]) {
		expect(answer.status).toBe(200);
		expect(answer.body).toContain(`"body":${sent}`);
		const seen = JSON.parse(answer.body) as Record<string, unknown> & { headers: Record<string, string> };
		expect(seen).toMatchObject({ method: 'POST', path: '/echo', query: { a: ['1', '2'] }, raw_body: sent });
		expect(seen.headers.cookie).toBe('own=1');
	}
	expect(inPath.headers['content-security-policy']).toMatch(SANDBOX);
	expect(inHost.headers['content-security-policy']).toBeUndefined();
});

test('cookies are dropped in path mode, and kept on the project’s own host in host mode', async ({
	product,
	administrator
}) => {
	const source =
		'respond(200, "x", #{ "set-cookie": "a=1; Domain=localhost; Path=/", "service-worker-allowed": "/", "clear-site-data": "\\"cookies\\"" })';
	const path = await publish(product, administrator, { name: 'cookies', source });
	const { port } = new URL(path);
	const inPath = await ask(path);
	const host = `${administrator.project}.localhost:${port}`;
	const inHost = await ask(`http://127.0.0.1:${port}/cookies`, { headers: { host } });

	expect(inPath.headers['set-cookie']).toBeUndefined();
	expect(inHost.headers['set-cookie']).toEqual(['a=1; Path=/']);
	for (const { headers } of [inPath, inHost])
		expect([headers['service-worker-allowed'], headers['clear-site-data']]).toEqual([undefined, undefined]);
});

test('a script can’t forge a header or end one early', async ({ product, administrator }) => {
	const source = 'respond(200, "x", #{ "x-a": "1\\r\\nset-cookie: evil=1" })';
	const answer = await ask(await publish(product, administrator, { name: 'forger', source }));
	expect(answer.status).toBe(500);
	expect(answer.headers['set-cookie']).toBeUndefined();
	problem(answer);
});

test('a failure links to its execution and tells nothing of the error', async ({ product, administrator }) => {
	const answer = await ask(
		await publish(product, administrator, { name: 'failing', source: 'throw "the secret plan"' })
	);
	expect(answer.status).toBe(500);
	expect(answer.body).not.toContain('secret plan');
	const { execution_page: page, execution } = problem(answer);
	expect(page).toBe(`${product.dashboard}/${administrator.project}/executions/${execution}`);
	await expect
		.poll(async () => (await fetch(page ?? '', { headers: { cookie: administrator.cookie } })).status, CHANGE)
		.toBe(200);
	expect(await (await fetch(page ?? '', { headers: { cookie: administrator.cookie } })).text()).toContain(
		'secret plan'
	);
});

test('methods: HEAD, OPTIONS, and 405 with what is allowed', async ({ product, administrator }) => {
	const address = await publish(product, administrator, { name: 'methods', source: '"four"' });
	await setEndpoint(product, administrator, 'methods', { methods: ['GET', 'PUT'], path: '/methods' });
	await expect.poll(async () => (await ask(address, { method: 'POST' })).status, CHANGE).toBe(405);

	const refused = await ask(address, { method: 'POST' });
	expect(refused.headers.allow).toBe('GET, PUT, HEAD, OPTIONS');
	expect(problem(refused).execution_page).toBeUndefined();
	const head = await ask(address, { method: 'HEAD' });
	expect([head.status, head.headers['content-length'], head.body]).toEqual([200, '4', '']);
	const options = await ask(address, { method: 'OPTIONS' });
	expect([options.status, options.headers.allow, options.body]).toEqual([204, 'GET, PUT, HEAD, OPTIONS', '']);
});

test('nothing at an address is 404, in every way to get there', async ({ product, administrator }) => {
	await publish(product, administrator, { name: 'something', source: '1' });
	const { port } = new URL(product.endpoints);
	for (const target of ['/', '/nobody/x', `/${administrator.project}/nothing`, `/${administrator.project}`, '//'])
		problem(await ask(product.endpoints + target).then((answer) => ({ ...answer, status: answer.status })));
	const host = await ask(`http://127.0.0.1:${port}/x`, { headers: { host: `nobody.localhost:${port}` } });
	expect([host.status, (await ask(`${product.endpoints}/nobody`, { method: 'OPTIONS' })).status]).toEqual([404, 404]);
});

test('a path with parameters gives them by name', async ({ product, administrator }) => {
	await publish(product, administrator, { name: 'parameters', source: 'req.params' });
	const path = '/users/:id/*rest';
	await setEndpoint(product, administrator, 'parameters', { methods: ['GET'], path });
	const address = `${product.endpoints}/${administrator.project}/users/a%20b/c/d`;
	await expect.poll(async () => (await ask(address)).status, CHANGE).toBe(200);
	expect(JSON.parse((await ask(address)).body)).toEqual({ id: 'a b', rest: 'c/d' });
});

test('more requests in a minute than an endpoint takes are 429, and say when to come again', async ({
	product,
	administrator
}) => {
	const address = await publish(product, administrator, { name: 'limited', source: '1' });
	await setEndpoint(product, administrator, 'limited', { methods: ['GET'], path: '/limited', requests_per_minute: 2 });
	await expect.poll(async () => (await ask(address)).status, CHANGE).toBe(429);
	const refused = await ask(address);
	problem(refused);
	expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
});

test('a body that is too large is 413, whether it says so before or not', async ({ product, administrator }) => {
	const address = await publish(product, administrator, { name: 'bodies', source: 'req.raw_body.len()' });
	const { pathname } = new URL(address);
	const announced = await raw(address, `POST ${pathname} HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999\r\n\r\n`);
	expect(announced).toMatch(/^HTTP\/1\.1 413 /);
	const chunk = `${(1_000_000).toString(16)}\r\n${'x'.repeat(1_000_000)}\r\n`;
	const streamed = await raw(
		address,
		`POST ${pathname} HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n${chunk.repeat(7)}0\r\n\r\n`
	).catch(() => 'HTTP/1.1 413 closed while sending');
	expect(streamed).toMatch(/^HTTP\/1\.1 413 /);
	expect((await ask(address, { method: 'POST', body: 'x'.repeat(5_000_000) })).body).toBe('5000000');
});

test('a body that says it is JSON and is not is 400', async ({ product, administrator }) => {
	const address = await publish(product, administrator, { name: 'strict', source: 'req.body' });
	const answer = await ask(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":' });
	expect(answer.status).toBe(400);
	problem(answer);
});

test('JSON that nests deeper than scripts can read is 400, and so is a form of more fields than any form has', async ({
	product,
	administrator
}) => {
	const address = await publish(product, administrator, { name: 'nested', source: 'req.body' });
	const nested = await ask(address, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: '['.repeat(1_000) + ']'.repeat(1_000)
	});
	expect(nested.status).toBe(400);
	problem(nested);
	const form = await ask(address, {
		method: 'POST',
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
		body: 'a&'.repeat(3_000_000)
	});
	expect(form.status).toBe(400);
	problem(form);
});

test('what is no request is refused as one: 400, 431, and 408 for one that never ends', async ({
	product,
	administrator
}) => {
	test.setTimeout(60_000);
	const address = await publish(product, administrator, { name: 'malformed', source: '1' });
	const slow = raw(address, 'GET / HTTP/1.1\r\nhost: x\r\nx-never:');
	expect(await raw(address, 'HELLO\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 [\s\S]*x-picloud-execution/);
	expect(await raw(address, `GET / HTTP/1.1\r\nhost: x\r\nx-long: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(
		/^HTTP\/1\.1 431 /
	);
	expect(await raw(address, 'GET / HTTP/1.1\r\n\r\n', true)).toMatch(/^HTTP\/1\.1 400 /);
	expect(await slow).toMatch(/^HTTP\/1\.1 408 /);
});

test('a connection is kept for the next request, and pipelined ones are answered in order', async ({
	product,
	administrator
}) => {
	const address = await publish(product, administrator, { name: 'kept', source: 'req.query.n' });
	const { pathname } = new URL(address);
	const get = (n: number, more = ''): string => `GET ${pathname}?n=${String(n)} HTTP/1.1\r\nhost: x\r\n${more}\r\n`;
	const received = await raw(address, get(1) + get(2) + get(3, 'connection: close\r\n'));
	expect([...received.matchAll(/\r\n\r\n(\d)/g)].map(([, n]) => n)).toEqual(['1', '2', '3']);
});

test('publishing again and rolling back change the answer without a request lost', async ({
	product,
	administrator
}) => {
	const address = await publish(product, administrator, { name: 'changing', source: '"one"' });
	const stopping = new AbortController();
	const statuses = new Set<number>();
	const client = (async () => {
		while (!stopping.signal.aborted) statuses.add((await ask(address)).status);
	})();
	const script = `${product.dashboard}/api/v1/projects/${administrator.project}/scripts/changing`;
	const headers = {
		cookie: administrator.cookie,
		origin: product.dashboard,
		'content-type': 'application/json'
	};
	const save = (revision: number): Promise<Response> =>
		fetch(`${script}/draft`, { method: 'PUT', headers, body: JSON.stringify({ source: '"two"', revision }) });
	const { draft } = (await (await save(0)).json()) as { draft: { revision: number } };
	const { revision } = (await (await save(draft.revision)).json()) as { revision: number };
	await fetch(`${script}/publish`, { method: 'POST', headers, body: JSON.stringify({ revision }) });
	await expect.poll(async () => (await ask(address)).body, CHANGE).toBe('two');
	stopping.abort();
	await client;
	expect([...statuses]).toEqual([200]);
});
