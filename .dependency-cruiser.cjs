/**
 * The rooms of docs/decisions/0000-rooms.md: who may import whom, and why. A rule's comment is what a person reads when
 * it fails.
 */
const anyRoom = '^src/(lib/(components|editor|live|server)|orchestrator|executor|routes|main)/';
const io = ['fs', 'net', 'http', 'https', 'http2', 'child_process', 'worker_threads', 'dgram', 'tls', 'cluster'];
const coreModules = (names) => `^(node:)?(${names.join('|')})(/|$)`;

module.exports = {
	forbidden: [
		{
			name: 'no-cycles',
			comment: 'Two files that need each other are one thing, or a third is missing: find it.',
			severity: 'error',
			from: {},
			to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }
		},
		{
			name: 'nothing-missing',
			comment: 'The import leads nowhere.',
			severity: 'error',
			from: {},
			to: {
				couldNotResolve: true,
				pathNot: '^(@lucide/svelte/icons/|\\$app|\\$service-worker|\\./\\$types|#app|.*\\.css$|.*\\?)'
			}
		},
		{
			name: 'domain-is-pure',
			comment: 'lib/domain is rules that browser and server share: no IO, no Svelte, no other room.',
			severity: 'error',
			from: { path: '^src/lib/domain/', pathNot: '\\.test\\.ts$' },
			to: {
				path: [
					anyRoom,
					'^src/settings',
					'^node_modules/(pg|drizzle-orm|svelte|@sveltejs|pg-boss|lucia)/',
					coreModules(io)
				]
			}
		},
		{
			name: 'pages-parts-stay-in-the-browser',
			comment:
				'Components, the editor and live pages reach the server through routes only; a server import would ship secrets.',
			severity: 'error',
			from: { path: '^src/lib/(components|editor|live)/', pathNot: '\\.test\\.ts$' },
			to: { path: ['^src/lib/server/', '^src/(orchestrator|executor|main|routes)/', coreModules(io)] }
		},
		{
			name: 'server-nouns-know-no-framework',
			comment: "lib/server is also the worker's: SvelteKit, the orchestrator and the executor stay out (rules.md, 30).",
			severity: 'error',
			from: { path: '^src/lib/server/', pathNot: '\\.test\\.ts$' },
			to: {
				path: [
					'^src/(orchestrator|executor|main|routes)/',
					'^src/lib/(components|editor|live)/',
					'^node_modules/(@sveltejs|svelte)/',
					'^\\$app'
				]
			}
		},
		{
			name: 'orchestrator-knows-no-pages',
			comment: 'The orchestrator runs where no dashboard does: routes, SvelteKit and pages stay out.',
			severity: 'error',
			from: { path: '^src/orchestrator/', pathNot: '\\.test\\.ts$' },
			to: {
				path: [
					'^src/(routes|main)/',
					'^src/lib/(components|editor|live)/',
					'^node_modules/(@sveltejs|svelte)/',
					'^\\$app'
				]
			}
		},
		{
			name: 'orchestrator-never-runs-scripts',
			comment:
				'Scripts run in executor processes only: the orchestrator speaks to executor/pool and executor/protocol.',
			severity: 'error',
			from: { path: '^src/orchestrator/', pathNot: '\\.test\\.ts$' },
			to: { path: ['^src/executor/sandbox/', '^rhai-wasm/'], dependencyTypesNot: ['type-only'] }
		},
		{
			name: 'sandbox-has-no-world',
			comment: 'The process that runs scripts has no database, network or files beyond its .wasm.',
			severity: 'error',
			from: { path: '^src/(executor/(sandbox|protocol)/|main/executor)', pathNot: '\\.test\\.ts$' },
			to: {
				path: [
					'^src/(orchestrator|routes)/',
					'^src/lib/(server|components|editor|live)/',
					'^src/executor/pool/',
					'^node_modules/(pg|drizzle-orm|undici|pg-boss|lucia)/',
					coreModules(io.filter((name) => name !== 'fs'))
				],
				dependencyTypesNot: ['type-only']
			}
		},
		{
			name: 'pool-only-forks',
			comment:
				'The pool forks, watches and kills: it needs node child processes and the protocol, nothing of the database.',
			severity: 'error',
			from: { path: '^src/executor/pool/', pathNot: '\\.test\\.ts$' },
			to: {
				path: [
					'^src/(orchestrator|routes|main)/',
					'^src/lib/(server|components|editor|live)/',
					'^node_modules/(pg|drizzle-orm)/'
				]
			}
		},
		{
			name: 'routes-are-thin',
			comment: 'A route parses, calls one verb of lib/server, and answers: no SQL, no orchestrator, no executor.',
			severity: 'error',
			from: { path: '^src/(routes/|hooks)', pathNot: '\\.test\\.ts$' },
			to: {
				path: ['^src/(orchestrator|executor|main)/', '^src/lib/server/db/', '^node_modules/(pg|drizzle-orm|pg-boss)/']
			}
		},
		{
			name: 'nobody-imports-routes',
			comment: 'Routes are the outermost room.',
			severity: 'error',
			from: { path: '^(src|tests|bench|scripts|rhai-wasm)/', pathNot: '^src/routes/' },
			to: { path: '^src/routes/' }
		},
		{
			name: 'journeys-act-from-outside',
			comment: 'A journey uses the browser and HTTP as a user does; what it knows of src it could not see there.',
			severity: 'error',
			from: { path: '^tests/.*\\.e2e\\.ts$' },
			to: { path: '^src/' }
		},
		{
			name: 'engine-stands-alone',
			comment: 'rhai-wasm is a package of its own and knows nothing of PiCloud.',
			severity: 'error',
			from: { path: '^rhai-wasm/' },
			to: { path: '^src/' }
		},
		{
			name: 'no-tests-in-products',
			comment: 'Code that ships does not import tests or development packages.',
			severity: 'error',
			from: { path: '^(src|rhai-wasm/ts)/', pathNot: '\\.test\\.ts$' },
			to: { path: ['^tests/', '\\.test\\.ts$', '^node_modules/(vitest|@playwright|playwright)/'] }
		}
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		exclude: { path: ['\\.svelte-kit', '^build/', 'rhai-wasm/target'] },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		enhancedResolveOptions: {
			exportsFields: ['exports'],
			conditionNames: ['svelte', 'import', 'types', 'node', 'default'],
			extensions: ['.ts', '.js', '.mjs', '.svelte']
		}
	}
};
