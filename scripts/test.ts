/** `npm test`: installs the browser and the database server if there are none, then checks types, lint, format, and runs every test. */
import { spawnSync } from 'node:child_process';
import { findBrowser, installBrowser } from './browser.ts';
import { findPostgres, installPostgres } from './postgres.ts';

if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(`npm test needs Node 24 or newer; this is ${process.version}. On Linux x64 "npm install" brings it.`);
  process.exit(78);
}
const steps: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ['types', 'tsc', '-b'],
  ['types of tests and scripts', 'tsc', '-p', 'tsconfig.check.json'],
  ['lint', 'oxlint'],
  ['format', 'oxfmt', '--check', '.'],
  ['tests', 'vitest', 'run', '--reporter=default', '--reporter=./scripts/closing-line.ts'],
];

const browser = findBrowser() ?? installBrowser();
const postgres = findPostgres() ?? installPostgres();
const env = { ...process.env, CHROMIUM_PATH: browser, POSTGRES_BIN: postgres };
for (const [name, command, ...args] of steps) {
  console.log(`\n> ${name}`);
  const { status } = spawnSync(command, args, { stdio: 'inherit', env });
  if (status !== 0) {
    console.error(`\n${name}: failed`);
    process.exit(1);
  }
}
