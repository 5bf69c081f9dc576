/** Quotes for a POSIX shell; what has nothing special stays bare. */
function quote(text: string): string {
	return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A command line that calls an endpoint: with a small body where the method carries one. */
export function curl(address: string, methods: readonly string[]): string {
	const method = methods.includes('GET') ? 'GET' : (methods[0] ?? 'GET');
	const parts = ['curl'];
	if (method !== 'GET') parts.push('-X', method);
	if (method === 'POST' || method === 'PUT' || method === 'PATCH') parts.push('--json', quote('{"hello":"world"}'));
	parts.push(quote(sample(address)));
	return parts.join(' ');
}

/** The address with something in place of its parameters, so that it can be called as it stands. */
export function sample(address: string): string {
	return address.replace(/\/[:*]([A-Za-z_]\w*)/g, '/$1');
}
