import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore, type Store } from '../../packages/service/src/store/store.ts';

export interface SoakResult {
  readonly figures: Readonly<Record<string, string | number>>;
  readonly faults: readonly string[];
}
export type Soak = (options: { readonly seed: number; readonly until: number }) => Promise<SoakResult>;

export const path = '/api/v1/ai/purchasing_segmentation';
export interface Credentials {
  readonly apiId: string;
  readonly secret: string;
}
export interface Line {
  readonly level: string;
  readonly msg: string;
  readonly request_id?: string;
  readonly route?: string | null;
  readonly status?: number | null;
}
export interface Service {
  readonly url: string;
  readonly port: number;
  readonly process: ChildProcess;
  readonly folder: string;
  /** The same data folder, opened beside the service as the command line does. */
  readonly store: Store;
  /** Its log so far, as it came. */
  log(): string;
  lines(): Line[];
  /** Resident memory in MiB, open files, and milliseconds that its threads have computed. */
  footprint(): { mib: number; files: number; cpuMs: number };
  /** Asks it to end, waits, and removes its folder. Resolves with the exit code. */
  end(): Promise<number | null>;
}

const bin = join(import.meta.dirname, '../../packages/service/bin/clientele.cjs');

/** A soak that fails in the middle leaves no service behind. */
const running = new Set<ChildProcess>();
process.once('exit', () => running.forEach((child) => child.kill('SIGTERM')));

/** `clientele serve` as a process of its own, on a fresh folder, ready. */
export async function service(...flags: string[]): Promise<Service> {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-soak-'));
  const child = spawn(process.execPath, [bin, 'serve', '--port', '0', '--data', folder, ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let log = '';
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (log += text.toString()));
  running.add(child);
  child.once('close', () => running.delete(child));
  const exit = once(child, 'close') as Promise<[number | null]>;
  while (!out.includes('\n')) {
    if (child.exitCode !== null) throw new Error(`the service ended: ${log}`);
    await sleep(20);
  }
  const url = /listening (\S+)/.exec(out)?.[1] ?? '';
  while ((await fetch(`${url}/health/ready`)).status !== 200) await sleep(50);
  const store = await openStore({ folder, now: Date.now, random: randomBytes });
  return {
    url,
    port: Number(new URL(url).port),
    process: child,
    folder,
    store,
    log: () => log,
    lines: () => log.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Line] : [])),
    footprint: () => footprintOf(child.pid ?? 0),
    async end() {
      await store.close();
      child.kill('SIGTERM');
      const [code] = await exit;
      rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
}

/** The started process only waits for the one that serves: the larger of the two counts. */
function footprintOf(pid: number): { mib: number; files: number; cpuMs: number } {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  const serving = children[0] ?? String(pid);
  const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${serving}/status`, 'utf8'))?.[1] ?? '0';
  // In hundredths of a second; after the name, which may have spaces in it, user and system time are the 12th and 13th.
  const times = readFileSync(`/proc/${serving}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  const cpuMs = (Number(times[11]) + Number(times[12])) * 10;
  return { mib: Math.round(Number(rss) / 1024), files: readdirSync(`/proc/${serving}/fd`).length, cpuMs };
}

export interface Answer {
  /** Null when no whole answer came. */
  readonly status: number | null;
  readonly text: string;
  readonly ms: number;
}

/** Another address of this machine each time: one that is wrong ten times a minute has to pause, whoever calls from it. */
export function elsewhere(time: number): string {
  return `127.1.${(time >> 7) % 250}.${1 + (time % 128)}`;
}

/** Posts a segmentation and waits for the whole answer. `from` is an address of this machine to call from. */
export function post(
  { url }: Pick<Service, 'url'>,
  { apiId, secret }: Credentials,
  body: string,
  { agent, id, from }: { agent?: Agent; id?: string; from?: string } = {},
): Promise<Answer> {
  const begun = performance.now();
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-customer-api-id': apiId,
    'x-secret': secret,
    ...(id === undefined ? {} : { 'x-request-id': id }),
  };
  return new Promise((resolve) => {
    const told = (status: number | null, text: string): void =>
      resolve({ status, text, ms: performance.now() - begun });
    const failed = (error: Error): void => told(null, error.message);
    const options = { method: 'POST', headers, ...(agent ? { agent } : {}), ...(from ? { localAddress: from } : {}) };
    request(`${url}${path}`, options, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.on('error', failed).on('end', () => told(answer.statusCode ?? null, text));
    })
      .on('error', failed)
      .end(body);
  });
}

/** An agent of one connection that is kept. */
export function keeping(): Agent {
  return new Agent({ keepAlive: true, maxSockets: 1 });
}

/** The value below which a share of them lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
}

export function counted(values: readonly (string | number | null)[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  return [...counts].map(([value, count]) => `${value} x ${count}`).join(', ');
}
