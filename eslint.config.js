import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

export default ts.config(
	{ ignores: ['build', '.svelte-kit', 'node_modules', 'test-results', 'rhai-wasm/target', 'rhai-wasm/dist'] },
	js.configs.recommended,
	ts.configs.strictTypeChecked,
	svelte.configs['flat/recommended'],
	{
		languageOptions: {
			globals: { ...globals.browser, ...globals.node },
			parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] }
		},
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		rules: {
			// TypeScript knows every name.
			'no-undef': 'off',
			// Counts read well in messages; everything else must say how it becomes text.
			'@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }]
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } }
	},
	{
		// SvelteKit's redirect() and error() are thrown by being called.
		files: ['src/routes/**', 'src/hooks.server.ts'],
		rules: { '@typescript-eslint/only-throw-error': 'off' }
	},
	{
		// Components are given addresses that their page has resolved, so that they know of no routes.
		files: ['src/lib/components/**', 'src/routes/**/executions/+page.svelte'],
		rules: { 'svelte/no-navigation-without-resolve': 'off' }
	},
	{
		files: ['tests/**', '**/*.test.ts'],
		rules: {
			// Playwright's fixtures destructure nothing on purpose.
			'no-empty-pattern': 'off'
		}
	},
	{ files: ['**/*.js', '**/*.mjs', '**/*.cjs'], ...ts.configs.disableTypeChecked }
);
