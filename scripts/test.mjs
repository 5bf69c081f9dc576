// `npm test`: sets up what the tests need, then runs the gate. Needs nothing but a Node and npm.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { browser } from './prepare/browser.mjs';
import { assertMachine } from './prepare/machine.mjs';
import { packages } from './prepare/packages.mjs';
import { reportAndExit } from './prepare/progress.mjs';
import { inTurn } from './prepare/turn.mjs';
import { verify } from './verify/gate.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

try {
	assertMachine();
	await inTurn(root, () => packages(root));
	await verify(root, await browser(root));
} catch (error) {
	reportAndExit(error);
}
