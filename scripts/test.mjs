// `npm test`: sets up what the tests need, then runs the gate. Needs nothing but a Node and npm.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { browser } from './prepare/browser.mjs';
import { assertMachine } from './prepare/machine.mjs';
import { environment, nodeProgram, packages } from './prepare/packages.mjs';
import { reportAndExit } from './prepare/progress.mjs';
import { inTurn } from './prepare/turn.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

try {
	assertMachine();
	await inTurn(root, () => packages(root));
	const chromium = await browser(root);
	const { status } = spawnSync(nodeProgram(root), [join(root, 'scripts/verify.mjs'), ...process.argv.slice(2)], {
		stdio: 'inherit',
		env: { ...environment(root), ...chromium }
	});
	process.exitCode = status ?? 1;
} catch (error) {
	reportAndExit(error);
}
