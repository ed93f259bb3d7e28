import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EmptyStore } from '../support/stores.ts';

const bin = join(import.meta.dirname, '../../bin/clientele.cjs');
const LOOK_MS = 10;

/** A command in a process group of its own: the launcher and what it launched get signals together. */
export interface Group {
  readonly child: ChildProcess;
  /** What it wrote to its standard error so far. */
  readonly log: () => string;
  /** To all of its processes at once; the launcher would pass on what it can, and outlive what it cannot. */
  readonly signal: (name: NodeJS.Signals) => void;
  /** Sends the signal and waits until it has ended. Resolves with the exit code. */
  readonly end: (name: NodeJS.Signals) => Promise<number | null>;
}

/** Starts `clientele` on the database of `own`. */
export function launch(own: EmptyStore, command: readonly string[]): Group {
  const folder = own.place.databaseUrl === undefined ? ['--data', own.place.folder] : [];
  const child = spawn(process.execPath, [bin, ...command, ...folder], {
    env: { ...process.env, ...own.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let log = '';
  child.stdout.resume();
  child.stderr.on('data', (text: Buffer) => (log += text.toString()));
  const ended = once(child, 'close') as Promise<[number | null]>;
  const signal = (name: NodeJS.Signals): void => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-(child.pid ?? 0), name);
  };
  return {
    child,
    log: () => log,
    signal,
    async end(name) {
      signal(name);
      return (await ended)[0];
    },
  };
}

/** Milliseconds until the service at `url` says that it is ready. */
export async function untilReady(url: string, { child, log }: Group): Promise<number> {
  const begun = performance.now();
  while (!(await isReady(url))) {
    if (child.exitCode !== null) throw new Error(`The service ended: ${log()}`);
    await sleep(LOOK_MS);
  }
  return performance.now() - begun;
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
