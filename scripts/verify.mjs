// `npm run verify`: the one gate. Everything that must hold before a change lands, and nothing else decides it.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { verify } from './verify/gate.mjs';

await verify(dirname(dirname(fileURLToPath(import.meta.url))));
