import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import { kit } from './scripts/vite-kit.ts';
import { processes } from './scripts/vite-processes.ts';

export default defineConfig({
	plugins: [tailwindcss(), kit(), processes],
	worker: { format: 'es' }
});
