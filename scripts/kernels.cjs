// Compiles packages/engine/kernels (AssemblyScript) into packages/engine/src/compute/built/kernels.ts: two modules as
// text, so that the engine loads them in Node and in browsers without a file or a request. Does nothing when that file
// is newer than every source. Plain CommonJS: it runs during the install, on whatever Node npm has.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const { join } = require('node:path');
const { tmpdir } = require('node:os');

const root = join(__dirname, '..');
const sources = join(root, 'packages/engine/kernels');
const target = join(root, 'packages/engine/src/compute/built/kernels.ts');
const compiler = join(root, 'node_modules/assemblyscript/bin/asc.js');

const flags =
  '-O3 --noAssert --runtime stub --importMemory --sharedMemory --initialMemory 1 --maximumMemory 65536'.split(' ');

/** One build as base64; RELAXED = 1 may use fused multiply-add. */
function build(relaxed, folder) {
  const out = join(folder, `${relaxed}.wasm`);
  const features = relaxed ? 'simd,threads,bulk-memory,relaxed-simd' : 'simd,threads,bulk-memory';
  const args = [compiler, join(sources, 'index.ts'), ...flags, '--enable', features, '--use', `RELAXED=${relaxed}`];
  const { status } = spawnSync(process.execPath, [...args, '--outFile', out], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  return fs.readFileSync(out).toString('base64');
}

function newest(folder) {
  return Math.max(
    ...fs.readdirSync(folder).map((name) => fs.statSync(join(folder, name)).mtimeMs),
    fs.statSync(__filename).mtimeMs,
  );
}

/** Both builds; empty where development dependencies, and so the compiler, were left out: the engine then runs plain. */
function builds() {
  if (!fs.existsSync(compiler)) return ['', ''];
  const folder = fs.mkdtempSync(join(tmpdir(), 'clientele-kernels-'));
  const modules = [0, 1].map((variant) => build(variant, folder));
  fs.rmSync(folder, { recursive: true });
  return modules;
}

function setup() {
  if (fs.existsSync(target) && fs.statSync(target).mtimeMs > newest(sources)) return;
  const [simd, relaxed] = builds();
  fs.mkdirSync(join(target, '..'), { recursive: true });
  const note = '// Written by scripts/kernels.cjs from packages/engine/kernels. Not for editing, not committed.';
  // Renamed into place, so that a reader at the same moment sees the old file or the new one, never half of it.
  const draft = `${target}.${process.pid}`;
  fs.writeFileSync(draft, `${note}\nexport const simd =\n  '${simd}';\nexport const relaxed =\n  '${relaxed}';\n`);
  fs.renameSync(draft, target);
}

// Required by the install and by the test run; `npm run kernels` calls it by itself.
module.exports = { setup };
if (require.main === module) setup();
