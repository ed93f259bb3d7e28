import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const folder = join(root, 'packages/console');
const sources = ['index.html', 'vite.config.ts', 'src', '../service/src/report'].map((name) => join(folder, name));

/** Builds the console where its sources are newer than what was built: tests open what people would. */
export default function setup(): void {
  const built = join(folder, 'dist/web/index.html');
  const since = existsSync(built) ? statSync(built).mtimeMs : -Infinity;
  if (sources.every((path) => newest(path) <= since)) return;
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const { status } = spawnSync(process.execPath, [vite, 'build', '--configLoader', 'native', '--logLevel', 'warn'], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'production' }, // Vitest's own would make it a build for developers
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('The console could not be built.');
}

function newest(path: string): number {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(...readdirSync(path).map((name) => newest(join(path, name))));
}
