// The process that runs scripts: a child of the worker, without network, files, database or environment.
import { serve } from '#executor/sandbox/serve.ts';

// Ctrl-C reaches every process of the terminal; this one is told by its parent.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit());

await serve(process.argv[2] ?? '');
