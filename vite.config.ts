import tailwindcss from '@tailwindcss/vite';
import { defineConfig, type Plugin } from 'vite';
import { kit } from './scripts/vite-kit.ts';

/**
 * Builds our own processes beside SvelteKit's server out of the same chunks, so that module state which must be single
 * is single, and code is loaded once.
 */
const processes: Plugin = {
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
							executor: 'src/main/executor.ts',
							migrate: 'src/main/migrate.ts'
						}
					}
				}
			}
		}
	})
};

export default defineConfig({
	plugins: [tailwindcss(), kit(), processes],
	worker: { format: 'es' }
});
