import { PreparationError } from './progress.mjs';

const PLATFORMS = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];
/** The oldest Node that preparation is meant for; everything after it runs on the Node that the packages bring. */
const OLDEST_NODE = 18;

/**
 * Makes sure that PiCloud can run here.
 * @throws PreparationError saying what is missing
 */
export function assertMachine() {
	const platform = `${process.platform}-${process.arch}`;
	if (!PLATFORMS.includes(platform))
		throw new PreparationError(`PiCloud runs on ${PLATFORMS.join(', ')}, and this is ${platform}.`);
	if (Number.parseInt(process.versions.node) < OLDEST_NODE)
		throw new PreparationError(
			`Node ${OLDEST_NODE} or newer is needed to install the rest, and this is Node ${process.versions.node}.`
		);
	if (process.platform === 'linux' && !usesGlibc())
		throw new PreparationError(
			'PiCloud needs a Linux with glibc, such as Debian, Ubuntu or Fedora; Alpine and other musl systems have none.'
		);
}

function usesGlibc() {
	const report = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
	return report.header.glibcVersionRuntime !== undefined;
}
