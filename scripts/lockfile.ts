/**
 * `npm run lockfile`, after an install that changed package-lock.json: completes it, so that `npm ci` takes it. Packages with
 * native code come in one build a platform; where the registry does not list those of other platforms, npm leaves them
 * out of the lockfile, and `npm ci` then refuses it (npm/cli issue 9846). `--check` changes nothing and exits with 1 when
 * something is missing.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Locked {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
interface Lockfile {
  packages: Record<string, Locked>;
}

const file = join(import.meta.dirname, '../package-lock.json');
const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

/** Where npm looks for `name` from the package at `place`: beside it, then one folder further out at a time. */
function lookups(place: string, name: string): string[] {
  const inner = place === '' ? '' : `${place}/`;
  const outer = /^(.*)node_modules\/(?:@[^/]+\/)?[^/]+$/.exec(place)?.[1];
  const found = `${inner}node_modules/${name}`;
  return outer === undefined ? [found, `node_modules/${name}`] : [found, ...lookups(outer.replace(/\/$/, ''), name)];
}

/** What a build says in its own package.json about where it runs; its name says the same. */
function platformOf(name: string): { os?: string[]; cpu?: string[]; libc?: string[] } {
  const words = name.split(/[/-]/);
  const os = systems.filter((one) => words.includes(one));
  const cpu = processors.filter((one) => words.includes(one));
  const libc = words.flatMap((word) => (word.startsWith('musl') ? ['musl'] : word.startsWith('gnu') ? ['glibc'] : []));
  return { ...(os.length > 0 && { os }), ...(cpu.length > 0 && { cpu }), ...(libc.length > 0 && { libc }) };
}

const lockfile = JSON.parse(readFileSync(file, 'utf8')) as Lockfile;
const { packages } = lockfile;
const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
  Object.entries(optionalDependencies)
    .filter(([name]) => !lookups(place, name).some((path) => packages[path] !== undefined))
    .map(([name, version]) => [`node_modules/${name}`, { version, ...platformOf(name), optional: true }] as const),
);
if (process.argv.includes('--check')) {
  for (const [place] of missing) console.error(`package-lock.json lacks ${place}. Run: npm run lockfile`);
  process.exit(missing.length === 0 ? 0 : 1);
}
const all = Object.entries({ ...packages, ...Object.fromEntries(missing) });
lockfile.packages = Object.fromEntries(all.toSorted(([a], [b]) => a.localeCompare(b, 'en')));
writeFileSync(file, `${JSON.stringify(lockfile, null, 2)}\n`);
console.log(`package-lock.json: ${missing.length} builds for other platforms added`);
