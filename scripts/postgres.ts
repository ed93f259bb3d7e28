import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where Debian and Ubuntu keep the programs of each version. */
const DEBIAN = '/usr/lib/postgresql';

/** The folder with initdb, pg_ctl and postgres: POSTGRES_BIN, one of PATH, or the newest that Debian's package brought. */
export function findPostgres(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).toSorted((a, b) => Number(b) - Number(a)) : [];
  const named = process.env.POSTGRES_BIN;
  const folders = [
    ...(named ? [named] : []),
    ...versions.map((version) => join(DEBIAN, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== ''),
  ];
  return folders.find((folder) => ['initdb', 'pg_ctl', 'postgres'].every((name) => existsSync(join(folder, name))));
}

/** Installs PostgreSQL: Debian's package as root. Exits with the remedy when that is not possible. */
export function installPostgres(): string {
  console.log('No PostgreSQL server found; installing it for the tests of the store.');
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    for (const args of [
      ['update', '-qq'],
      ['install', '-y', '-qq', '--no-install-recommends', 'postgresql'],
    ])
      spawnSync('apt-get', args, { stdio: 'inherit', env });
    const found = findPostgres();
    if (found) return found;
  }
  console.error(
    'The tests of the store need a PostgreSQL server. Install it (apt-get install postgresql), or set POSTGRES_BIN to the folder with initdb and pg_ctl. It need not run: the tests start their own.',
  );
  process.exit(1);
}
