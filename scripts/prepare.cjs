// Runs after `npm install`: compiles the kernels, then writes dist/ for programs that import the packages without the
// "development" condition.
// An install without development dependencies has no compiler; the command line then runs from the sources.
const { spawnSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const kernels = require('./kernels.cjs');

kernels.setup();

const compiler = join(__dirname, '../node_modules/typescript/bin/tsc');
if (existsSync(compiler)) {
  const { status } = spawnSync(process.execPath, [compiler, '-b'], { cwd: join(__dirname, '..'), stdio: 'inherit' });
  process.exit(status ?? 1);
}
