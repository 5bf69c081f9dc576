// `npm run build`: builds when sources changed since the last build, and remembers what it was made of.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './prepare/build.mjs';
import { inTurn } from './prepare/turn.mjs';
import { reportAndExit } from './prepare/progress.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

await inTurn(root, () => build(root)).catch(reportAndExit);
