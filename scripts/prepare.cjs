// Runs after `npm install`: compiles the kernels, writes dist/ for programs that import the packages without the
// "development" condition, then builds the console that `clientele serve` shows.
// An install without development dependencies has no compiler; the command line then runs from the sources, without a
// console.
const { spawnSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const kernels = require('./kernels.cjs');

kernels.setup();

const root = join(__dirname, '..');
const tools = [
  { tool: 'typescript/bin/tsc', args: ['-b'], folder: root },
  {
    tool: 'vite/bin/vite.js',
    args: ['build', '--configLoader', 'native', '--logLevel', 'warn'],
    folder: join(root, 'packages/console'),
  },
];
for (const { tool, args, folder } of tools) {
  const path = join(root, 'node_modules', tool);
  if (!existsSync(path)) continue;
  const { status } = spawnSync(process.execPath, [path, ...args], { cwd: folder, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
