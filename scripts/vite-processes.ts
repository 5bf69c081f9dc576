import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** Files that the processes read at run time, by their place beside them and in the repository. */
function companions(): { fileName: string; file: string }[] {
	const migrations = readdirSync('drizzle', { recursive: true, encoding: 'utf8' }).filter((name) =>
		/\.sql$|_journal\.json$/.test(name)
	);
	return [
		{ fileName: 'rhai.wasm', file: 'rhai-wasm/dist/rhai.wasm' },
		...migrations.map((name) => ({ fileName: `drizzle/${name}`, file: join('drizzle', name) }))
	];
}

/**
 * Builds our own processes beside SvelteKit's server out of the same chunks, so that module state which must be single
 * is single, and code is loaded once. The engine and the migrations go with them: a build needs nothing of the sources.
 */
export const processes: Plugin = {
	name: 'picloud-processes',
	apply: 'build',
	config: () => ({
		environments: {
			ssr: {
				build: {
					rolldownOptions: {
						input: {
							picloud: 'src/main/picloud.ts',
							worker: 'src/main/worker.ts',
							executor: 'src/main/executor.ts'
						}
					}
				}
			}
		}
	}),
	generateBundle() {
		if (this.environment.name !== 'ssr') return;
		for (const { fileName, file } of companions()) {
			if (!existsSync(file)) this.error(`${file} is missing: npm run wasm:build makes it`);
			this.emitFile({ type: 'asset', fileName, source: readFileSync(file) });
		}
	}
};
