import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Name of the folders, with the process that each belongs to. */
const PREFIX = 'clientele-orders-';

/** How the name of a folder begins that `openOrdersDatabase` clears away once this process is dead. */
export function folderPrefix(): string {
  return `${PREFIX}${process.pid}-`;
}

/** Removes what processes that were killed left in a folder, which is made when it is not there. */
export function clearAway(root: string): void {
  mkdirSync(root, { recursive: true });
  for (const name of readdirSync(root)) {
    const [, pid] = new RegExp(`^${PREFIX}(\\d+)-`).exec(name) ?? [];
    if (pid !== undefined && !lives(Number(pid))) rmSync(join(root, name), { recursive: true, force: true });
  }
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
