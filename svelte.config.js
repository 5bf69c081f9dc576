// The single home of the SvelteKit settings: vite.config.ts, svelte-check and ESLint all read this file.
import adapter from '@sveltejs/adapter-node';

/** @type {import('@sveltejs/kit/vite').Config} */
export default {
	adapter: adapter({ out: 'build', precompress: true }),
	compilerOptions: {
		runes: ({ filename }) => (filename.split(/[/\\]/).includes('node_modules') ? undefined : true)
	},
	paths: { relative: false },
	// hooks.server.ts asks every request that changes something for our exact Origin, whatever its content type, and knows
	// PICLOUD_URL. Kit's own check knows forms only, and not the settings: behind a proxy it would refuse all of them.
	csrf: { trustedOrigins: ['*'] },
	csp: {
		mode: 'nonce',
		directives: {
			'default-src': ['self'],
			// rhai-wasm checks scripts in the browser; nothing else needs evaluation, and 'unsafe-eval' stays out.
			'script-src': ['self', 'wasm-unsafe-eval'],
			'worker-src': ['self'],
			// Monaco writes style attributes and elements.
			'style-src': ['self', 'unsafe-inline'],
			'img-src': ['self', 'data:'],
			'font-src': ['self', 'data:'],
			'connect-src': ['self'],
			'object-src': ['none'],
			'base-uri': ['self'],
			'form-action': ['self'],
			'frame-ancestors': ['none']
		}
	}
};
