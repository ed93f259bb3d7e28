import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const known = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/** A Chromium on this machine: CHROMIUM_PATH, or one in its usual place. */
export function findBrowser(): string | undefined {
  const named = process.env.CHROMIUM_PATH;
  if (named && existsSync(named)) return named;
  return known.find((path) => existsSync(path));
}

/** Installs Chromium: Debian's package as root, else Playwright's own download. Exits with the remedy when neither works. */
export function installBrowser(): string {
  console.log('No Chromium found; installing it for the browser tests.');
  const run = (command: string, ...args: string[]): boolean =>
    spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
      .status === 0;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    run('apt-get', 'update', '-qq');
    run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core');
    const found = findBrowser();
    if (found) return found;
  }
  if (run('playwright-core', 'install', 'chromium-headless-shell')) {
    const { stdout } = spawnSync(
      process.execPath,
      ['-e', "import('playwright-core').then(({ chromium }) => console.log(chromium.executablePath()))"],
      { encoding: 'utf8' },
    );
    if (existsSync(stdout.trim())) return stdout.trim();
  }
  console.error('The browser tests need Chromium. Install it, or set CHROMIUM_PATH to its executable.');
  process.exit(1);
}
