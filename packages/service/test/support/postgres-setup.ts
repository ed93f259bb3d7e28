import { mkdtempSync, rmSync, chmodSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { removeCluster } from './postgres-cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the first test that needs PostgreSQL starts the server that all of a run share. */
    postgresFolder: string;
  }
}

/** Vitest's global set-up of this package: a place for the server, and its end, however the run ends. */
export function setup(project: TestProject): () => void {
  for (const name of readdirSync(tmpdir())) {
    const pid = /^clientele-tests-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !alive(Number(pid))) remove(join(tmpdir(), name)); // of a run that was killed
  }
  const folder = mkdtempSync(join(tmpdir(), `clientele-tests-${process.pid}-`));
  chmodSync(folder, 0o755); // the server runs as another user
  project.provide('postgresFolder', folder);
  return () => remove(folder);
}

/** Stops the servers of a run and removes their files. */
function remove(folder: string): void {
  for (const name of readdirSync(folder))
    if (name.startsWith('clientele-postgres-')) removeCluster({ folder: join(folder, name) });
  rmSync(folder, { recursive: true, force: true });
}

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
