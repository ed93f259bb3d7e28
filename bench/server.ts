import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { purchasingPath } from '../packages/service/src/contract/segmentation/purchasing-segmentation.ts';
import { run } from './measure.ts';

/** The service in a process of its own on loopback, with a tenant. */
export interface BenchServer {
  readonly url: string;
  readonly process: ChildProcess;
  /** What a request of each tenant says of itself. */
  readonly headers: readonly Readonly<Record<string, string>>[];
  /** Posts a body to segment; resolves after the last byte of the answer. Throws unless the status is 200 or another one expected. */
  post(body: Uint8Array<ArrayBuffer>, expected?: readonly number[]): Promise<Timed>;
  /** The same of any address. */
  ask(request: { method: string; path: string; body?: BodyInit }, expected?: readonly number[]): Promise<Timed>;
  /** VmHWM of the server; null where the system does not tell. */
  peakMb(): number | null;
  /** Time that all its threads have computed so far; null where the system does not tell. */
  cpuSeconds(): number | null;
}

/** An answer, and how long its caller waited. */
interface Timed {
  readonly seconds: number;
  readonly status: number;
  readonly body: Buffer;
}

const program = fileURLToPath(new URL('../packages/service/src/cli/main.ts', import.meta.url));
/** What the command sets for the service. */
const memory = JSON.parse(readFileSync(new URL('../packages/service/bin/memory.json', import.meta.url), 'utf8')) as {
  environment: Record<string, string>;
  serve: string[];
};

/** Starts the service as its command does, `preload` before it, calls `use` and ends it. */
export async function withServer<Result>(
  {
    threads,
    preload = [],
    flags: more = [],
    tenants: count = 1,
  }: { threads: number; preload?: readonly string[]; flags?: readonly string[]; tenants?: number },
  use: (server: BenchServer) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-bench-'));
  const node = ['--conditions=development'];
  const create = ['tenant', 'create', 'bench', '--data', folder, '--json'];
  const tenants: { customer_api_id: string; secret: string }[] = [];
  while (tenants.length < count)
    tenants.push(JSON.parse(await run(process.execPath, [...node, program, ...create])) as (typeof tenants)[number]);
  const imports = preload.flatMap((file) => ['--import', file]);
  const flags = ['serve', '--port', '0', '--data', folder, '--threads', String(threads), ...more];
  const child = spawn(process.execPath, [...memory.serve, ...node, ...imports, program, ...flags], {
    env: { ...memory.environment, ...process.env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  try {
    const url = await addressOf(child);
    const headers = tenants.map((tenant) => ({
      'content-type': 'application/json',
      'cache-control': 'no-cache', // else the second of two equal requests would not be computed
      'x-customer-api-id': tenant.customer_api_id,
      'x-secret': tenant.secret,
    }));
    const ask: BenchServer['ask'] = async ({ method, path, body }, expected = [200]) => {
      const start = performance.now();
      const answer = await fetch(url + path, { method, headers: headers[0], ...(body === undefined ? {} : { body }) });
      const bytes = Buffer.from(await answer.arrayBuffer());
      if (!expected.includes(answer.status)) throw new Error(`the service answered ${answer.status} to ${path}`);
      return { seconds: (performance.now() - start) / 1000, status: answer.status, body: bytes };
    };
    return await use({
      url,
      process: child,
      headers,
      ask,
      post: (body, expected) => ask({ method: 'POST', path: purchasingPath, body }, expected),
      peakMb: () => peakOf(child.pid ?? 0),
      cpuSeconds: () => cpuOf(child.pid ?? 0),
    });
  } finally {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true });
  }
}

async function addressOf(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the service has no output');
  for await (const line of createInterface(child.stdout)) {
    const found = /^listening (\S+)/.exec(line);
    if (found) return found[1];
  }
  throw new Error('the service ended before it listened');
}

/** Linux counts in hundredths of a second, whatever the kernel's own clock. */
const TICKS_PER_SECOND = 100;

function cpuOf(pid: number): number | null {
  try {
    // After the name, which may have spaces in it, come the state and 10 others; then user and system time.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return null; // not Linux
  }
}

function peakOf(pid: number): number | null {
  try {
    const held = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return held && Math.round(Number(held[1]) / 1024);
  } catch {
    return null; // not Linux
  }
}
