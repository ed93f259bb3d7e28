import { createRequire } from 'node:module';

/** The version of this package: what made a run, and what --version says. */
export const { version: productVersion } = createRequire(import.meta.url)('../../package.json') as { version: string };
