import { shop } from '@clientele/engine';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, counted, keeping, post, quantile, service, type Soak } from './service.ts';

const CLIENTS = 4;
const TENANTS = 2;
const CUSTOMERS = 1_000;
const PING_MS = 50;

/** Requests of 1,000 customers, one after the other from each of four clients of two tenants, and probes beside them. */
export const load: Soak = async ({ seed, until }) => {
  const served = await service('--rate-per-minute', '1000000', '--concurrent', '8', '--log-level', 'warn');
  const tenants = await Promise.all(
    Array.from({ length: TENANTS }, (_, i) => served.store.createTenant(`tenant ${i}`)),
  );
  const body = shopBody(CUSTOMERS, seed);
  const answers: Answer[] = [];
  const pings: number[] = [];
  const before = served.footprint();
  const begun = performance.now();
  const client = async (at: number): Promise<void> => {
    const agent = keeping();
    while (performance.now() < until) answers.push(await post(served, tenants[at % TENANTS], body, { agent }));
    agent.destroy();
  };
  const pinger = async (): Promise<void> => {
    while (performance.now() < until) {
      const sent = performance.now();
      await (await fetch(`${served.url}/health/live`)).text();
      pings.push(performance.now() - sent);
      await sleep(PING_MS);
    }
  };
  await Promise.all([pinger(), ...Array.from({ length: CLIENTS }, (_, at) => client(at))]);
  const seconds = (performance.now() - begun) / 1000;
  const after = served.footprint();
  const code = await served.end();
  const times = answers.map(({ ms }) => ms);
  const wrong = answers.filter(({ status }) => status !== 200);
  return {
    figures: {
      'requests of 1,000 customers': answers.length,
      'a second': Math.round((answers.length / seconds) * 10) / 10,
      'ms, p50 / p95 / p99': [0.5, 0.95, 0.99].map((share) => quantile(times, share)).join(' / '),
      statuses: counted(answers.map(({ status }) => status)),
      '/health/live ms, p99 / slowest': `${quantile(pings, 0.99)} / ${quantile(pings, 1)}`,
      'memory MiB, before / after': `${before.mib} / ${after.mib}`,
      'open files, before / after': `${before.files} / ${after.files}`,
    },
    faults: [
      ...wrong.map(({ status, text }) => `status ${status}: ${text.slice(0, 200)}`),
      ...(code === 0 ? [] : [`exit code ${code}`]),
    ],
  };
};

/** A seeded shop of `n` customers as a request body. */
export function shopBody(n: number, seed: number): string {
  const { ids, names, columns } = shop({ n, seed }).table;
  const data = ids.map((customer_id, i) => ({
    customer_id,
    features: Object.fromEntries(names.map((name, j) => [name, columns[j][i]])),
  }));
  return JSON.stringify({ data });
}
