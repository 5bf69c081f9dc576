import { version } from '../../../package.json';

/** The product's version, as package.json has it when it is built. */
export const VERSION: string = version;
