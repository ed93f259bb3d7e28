import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** Name of the folders, with the machine or container and the process that each belongs to. */
const PREFIX = `clientele-orders-${createHash('sha256').update(hostname()).digest('hex').slice(0, 8)}-`;

/** How the name of a folder begins that `clearAway` removes once this process is dead. */
export function folderPrefix(): string {
  return `${PREFIX}${process.pid}-`;
}

/** Removes what processes of this machine that were killed left in a folder, which is made when it is not there. */
export function clearAway(root: string): void {
  mkdirSync(root, { recursive: true });
  for (const name of readdirSync(root)) {
    const [, pid] = new RegExp(`^${PREFIX}(\\d+)-`).exec(name) ?? [];
    if (pid !== undefined) removeDead(join(root, name), Number(pid));
  }
}

function removeDead(folder: string, pid: number): void {
  try {
    if (pid === process.pid ? isOlderThanThis(folder) : !lives(pid)) rmSync(folder, { recursive: true, force: true });
  } catch {
    // Somebody else's, or being removed by another process: no reason not to read orders.
  }
}

/** In a container the process has the same number after every start. */
function isOlderThanThis(folder: string): boolean {
  return statSync(folder).mtimeMs < performance.timeOrigin;
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
