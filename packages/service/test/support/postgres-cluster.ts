import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPostgres } from '../../../../scripts/postgres.ts';

/** A PostgreSQL server of the tests' own: on a free loopback port, its files in a folder that goes with it. */
export interface Cluster {
  readonly folder: string;
  readonly port: number;
  readonly password: string;
  /** The process of the server itself. */
  readonly pid: number;
}

/** PostgreSQL refuses to run as root; Debian's package makes a user for it. */
function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string): number => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout);
  return { uid: idOf('-u'), gid: idOf('-g') };
}

function run(program: string, ...args: string[]): void {
  const bin = findPostgres();
  if (bin === undefined)
    throw new Error(
      'The tests of the store need a PostgreSQL server. Install it (apt-get install postgresql), or set POSTGRES_BIN to the folder with initdb and pg_ctl.',
    );
  // The server that pg_ctl starts keeps its standard streams: pipes of ours would never end.
  const { status, error } = spawnSync(join(bin, program), args, { ...unprivileged(), stdio: 'ignore', cwd: tmpdir() });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed (${error?.message ?? String(status)}).`);
}

/** Makes and starts a server. Its data survives a halt of its processes, not one of the machine. */
export async function startCluster(parent: string = tmpdir()): Promise<Cluster> {
  const folder = mkdtempSync(join(parent, 'clientele-postgres-'));
  const { uid, gid } = unprivileged();
  const passwordFile = join(folder, 'password');
  const password = randomBytes(16).toString('hex');
  writeFileSync(passwordFile, password);
  if (uid !== undefined && gid !== undefined) for (const path of [folder, passwordFile]) chownSync(path, uid, gid);
  const data = join(folder, 'data');
  const access = ['-U', 'postgres', '-A', 'scram-sha-256', '--pwfile', passwordFile];
  run('initdb', '-D', data, ...access, '-E', 'UTF8', '--locale=C', '--no-sync');
  const port = await freePort();
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
    max_connections: 60,
    shared_buffers: '16MB',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`);
  writeFileSync(join(data, 'postgresql.auto.conf'), lines.join(''));
  return resume({ folder, port, password });
}

/** Starts a server that was stopped. */
export function resume({ folder, port, password }: Omit<Cluster, 'pid'>): Cluster {
  const data = join(folder, 'data');
  run('pg_ctl', 'start', '-w', '-s', '-D', data, '-l', join(folder, 'log'));
  const pid = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
  return { folder, port, password, pid };
}

/** Stops a server as a power cut would. */
export function halt({ folder }: Pick<Cluster, 'folder'>): void {
  const data = join(folder, 'data');
  if (existsSync(join(data, 'postmaster.pid'))) run('pg_ctl', 'stop', '-w', '-s', '-D', data, '-m', 'immediate');
}

/** Stops a server, if it runs, and removes its files. */
export function removeCluster(cluster: Pick<Cluster, 'folder'>): void {
  halt(cluster);
  rmSync(cluster.folder, { recursive: true, force: true });
}

export function urlOf({ port, password }: Cluster, user: string, database: string): string {
  return `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
