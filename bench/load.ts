import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { purchasingPath } from '../packages/service/src/contract/segmentation/purchasing-segmentation.ts';
import { benchCustomers, bodyOf } from './customers.ts';
import { machine, type Question, quantile, type Settings } from './measure.ts';
import { type BenchServer, withServer } from './server.ts';

const CUSTOMERS = 1_000;
const TENANTS = 4;
/** Connections of the two rounds: what the service is to hold, and far too many. */
const HELD = 16;
const TOO_MANY = 64;
const SECONDS = 20;
/** Not counted: until then the hot code is being compiled. */
const WARM_UP_SECONDS = 5;
const BODIES = 16;
/** How soon a refused caller comes again, as published clients do. */
const AGAIN_MS = 100;

interface Told {
  readonly status: number | null;
  readonly ms: number;
}

/** Requests of different customers, one after another on every connection: what is held, and what is refused how soon. */
export const loadQuestion: Question = {
  name: 'load',
  asks: 'how many requests of 1,000 customers does the service hold?',
  async ask(settings: Settings) {
    const bodies = Array.from({ length: BODIES }, (_, i) =>
      bodyOf(benchCustomers(CUSTOMERS, settings.seed + i), settings.maxClusters),
    );
    const flags = ['--rate-per-minute', '1000000', '--concurrent', String(TOO_MANY), '--log-level', 'error'];
    await withServer({ ...settings, flags, tenants: TENANTS }, async (server) => {
      const unlike = different(bodies);
      await during(server, { connections: HELD, seconds: WARM_UP_SECONDS, unlike });
      for (const connections of [HELD, TOO_MANY]) {
        const seconds = settings.rounds ?? SECONDS;
        const before = server.cpuSeconds();
        const told = await during(server, { connections, seconds, unlike });
        const after = server.cpuSeconds();
        const cpuSeconds = before === null || after === null ? null : after - before;
        say(told, { connections, seconds, peakMb: server.peakMb(), cpuSeconds, json: settings.json });
      }
    });
  },
};

/** One body after another, none twice: the same request is computed once and answered again. */
function different(bodies: readonly string[]): () => string {
  let made = 0;
  return () => {
    const body = bodies[made % bodies.length];
    return body.replace(/"customer_id":"[^"]*"/, `"customer_id":"first of ${made++}"`);
  };
}

async function during(
  server: BenchServer,
  { connections, seconds, unlike }: { connections: number; seconds: number; unlike: () => string },
): Promise<Told[]> {
  const end = performance.now() + seconds * 1000;
  const told: Told[] = [];
  const connection = async (at: number): Promise<void> => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (performance.now() < end) {
      const answer = await sent(server, unlike(), { tenant: at % TENANTS, agent });
      told.push(answer);
      if (answer.status !== 200) await sleep(AGAIN_MS);
    }
    agent.destroy();
  };
  await Promise.all(Array.from({ length: connections }, (_, at) => connection(at)));
  return told;
}

function sent(server: BenchServer, body: string, { tenant, agent }: { tenant: number; agent: Agent }): Promise<Told> {
  const begun = performance.now();
  const headers = { ...server.headers[tenant], 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve) => {
    const over = (status: number | null): void => resolve({ status, ms: performance.now() - begun });
    request(server.url + purchasingPath, { method: 'POST', headers, agent }, (answer) => {
      answer.resume().on('end', () => over(answer.statusCode ?? null));
    })
      .on('error', () => over(null))
      .end(body);
  });
}

function say(
  told: readonly Told[],
  {
    connections,
    seconds,
    peakMb,
    cpuSeconds,
    json,
  }: { connections: number; seconds: number; peakMb: number | null; cpuSeconds: number | null; json: boolean },
): void {
  const of = (wanted: (status: number | null) => boolean): number[] =>
    told.filter(({ status }) => wanted(status)).map(({ ms }) => ms);
  const answered = of((status) => status === 200);
  const refused = of((status) => status === 429 || status === 503);
  const others = told.length - answered.length - refused.length;
  const figures = {
    connections,
    perSecond: answered.length / seconds,
    p50: quantile(answered, 0.5),
    p99: quantile(answered, 0.99),
    refused: refused.length,
    refusedP99: refused.length > 0 ? quantile(refused, 0.99) : null,
    others,
    peakMb,
    // Unlike the others it hardly depends on what else the machine does.
    cpuMs: cpuSeconds === null ? null : (cpuSeconds * 1000) / answered.length,
  };
  if (json) return console.log(JSON.stringify({ question: 'load', ...figures, machine: machine() }));
  const ms = (value: number): string => `${Math.round(value)} ms`;
  const refusals = figures.refusedP99 === null ? '' : `, p99 ${ms(figures.refusedP99)}`;
  console.log(
    `  ${connections} connections  ${figures.perSecond.toFixed(1)} a second, p50 ${ms(figures.p50)}, p99 ${ms(figures.p99)}, ${Math.round(figures.cpuMs ?? 0)} ms of a core each; ${refused.length} refused${refusals}; ${others} otherwise; server's peak ${peakMb} MB`,
  );
}
