import { setTimeout as sleep } from 'node:timers/promises';
import { purchasingPath } from '../packages/service/src/contract/segmentation/purchasing-segmentation.ts';
import { openCaller, type Told } from './caller.ts';
import { benchCustomers, bodyOf } from './customers.ts';
import { machine, type Question, quantile, type Settings } from './measure.ts';
import { type BenchServer, withServer } from './server.ts';

const CUSTOMERS = 1_000;
const TENANTS = 4;
const SECONDS = 20;
/** Not counted: until then the hot code is being compiled. */
const WARM_UP_SECONDS = 5;
/** So many digits tell one body from another. */
const DIGITS = 9;

interface Load {
  readonly connections: number;
  /** How soon a refused caller comes again: as published clients do, whatever they are told, or as told by Retry-After. */
  readonly again: 'after 100 ms' | 'as told';
}

/** What the service is to hold, and far too many. */
const held: Load = { connections: 16, again: 'after 100 ms' };
const loads: readonly Load[] = [
  held,
  { connections: 64, again: 'after 100 ms' },
  { connections: 64, again: 'as told' },
  held,
];

/** Requests of different customers, one after another on every connection: what is held, and what is refused how soon. */
export const loadQuestion: Question = {
  name: 'load',
  asks: 'how many requests of 1,000 customers does the service hold?',
  async ask(settings: Settings) {
    const most = Math.max(...loads.map(({ connections }) => connections));
    const bodies = Array.from({ length: most }, (_, i) =>
      different(bodyOf(benchCustomers(CUSTOMERS, settings.seed + i), settings.maxClusters)),
    );
    const flags = ['--rate-per-minute', '1000000', '--concurrent', String(most), '--log-level', 'error'];
    await withServer({ ...settings, flags, tenants: TENANTS }, async (server) => {
      await during(server, held, { seconds: WARM_UP_SECONDS, bodies });
      for (const load of loads) {
        const seconds = settings.rounds ?? SECONDS;
        const before = [server.cpuSeconds(), process.cpuUsage()] as const;
        const { told, elapsed } = await during(server, load, { seconds, bodies });
        const after = server.cpuSeconds();
        const own = process.cpuUsage(before[1]);
        const cpuSeconds = before[0] === null || after === null ? null : after - before[0];
        const callersCpuSeconds = (own.user + own.system) / 1e6;
        say(told, { ...load, elapsed, peakMb: server.peakMb(), cpuSeconds, callersCpuSeconds, json: settings.json });
      }
    });
  },
};

/** Bodies of one connection, none of them twice: the same request is computed once and answered again. */
function different(body: string): () => Uint8Array {
  const bytes = Buffer.from(body.replace(/"customer_id":"[^"]*"/, `"customer_id":"${'0'.repeat(DIGITS)}"`));
  const place = bytes.indexOf('0'.repeat(DIGITS));
  let made = 0;
  return () => {
    bytes.write(String(made++).padStart(DIGITS, '0'), place, 'latin1');
    return bytes;
  };
}

/** Until the last answer after `seconds`: the service has work all the time. */
async function during(
  server: BenchServer,
  { connections, again }: Load,
  { seconds, bodies }: { seconds: number; bodies: readonly (() => Uint8Array)[] },
): Promise<{ told: Told[]; elapsed: number }> {
  const begun = performance.now();
  const end = begun + seconds * 1000;
  const told: Told[] = [];
  const connection = async (next: () => Uint8Array, at: number): Promise<void> => {
    const caller = openCaller(server.url);
    while (performance.now() < end) {
      const body = next();
      const answer = await caller.send(headOf(server, { tenant: at % TENANTS, length: body.length }), body);
      told.push(answer);
      if (answer.status !== 200) await sleep(again === 'as told' ? (answer.retryAfterSeconds ?? 1) * 1000 : 100);
    }
    caller.close();
  };
  await Promise.all(bodies.slice(0, connections).map(connection));
  return { told, elapsed: (performance.now() - begun) / 1000 };
}

function headOf({ url, headers }: BenchServer, { tenant, length }: { tenant: number; length: number }): string {
  const all = { host: new URL(url).host, ...headers[tenant], 'content-length': length };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${purchasingPath} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

interface Said extends Load {
  readonly elapsed: number;
  readonly peakMb: number | null;
  readonly cpuSeconds: number | null;
  readonly callersCpuSeconds: number;
  readonly json: boolean;
}

function say(
  told: readonly Told[],
  { connections, again, elapsed, peakMb, cpuSeconds, callersCpuSeconds, json }: Said,
): void {
  const of = (wanted: (status: number | null) => boolean): number[] =>
    told.filter(({ status }) => wanted(status)).map(({ ms }) => ms);
  const answered = of((status) => status === 200);
  const refused = of((status) => status === 429 || status === 503);
  const figures = {
    connections,
    again,
    perSecond: answered.length / elapsed,
    p50: quantile(answered, 0.5),
    p99: quantile(answered, 0.99),
    refused: refused.length,
    refusedP99: refused.length > 0 ? quantile(refused, 0.99) : null,
    others: told.length - answered.length - refused.length,
    peakMb,
    // Unlike the others it hardly depends on what else the machine does.
    cpuMs: cpuSeconds === null ? null : (cpuSeconds * 1000) / answered.length,
    // They share the cores with the service.
    callersCores: callersCpuSeconds / elapsed,
  };
  if (json) return console.log(JSON.stringify({ question: 'load', ...figures, machine: machine() }));
  const ms = (value: number): string => `${Math.round(value)} ms`;
  const refusals = figures.refusedP99 === null ? '' : `, p99 ${ms(figures.refusedP99)}, come again ${again}`;
  console.log(
    `  ${connections} connections  ${figures.perSecond.toFixed(1)} a second, p50 ${ms(figures.p50)}, p99 ${ms(figures.p99)}, ${Math.round(figures.cpuMs ?? 0)} ms of a core each; ${refused.length} refused${refusals}; ${figures.others} otherwise; server's peak ${peakMb} MB, callers ${figures.callersCores.toFixed(2)} of a core`,
  );
}
