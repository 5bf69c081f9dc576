/** Names and values of a query or a form; a name that comes again has a list. */
export function fieldsJson(encoded: string): string {
	const fields = new Map<string, string | string[]>();
	for (const [name, value] of new URLSearchParams(encoded)) {
		const known = fields.get(name);
		if (known === undefined) fields.set(name, value);
		else if (typeof known === 'string') fields.set(name, [known, value]);
		else known.push(value);
	}
	return `{${[...fields].map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`;
}
