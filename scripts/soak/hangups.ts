import { seededRandom } from '@clientele/engine';
import { setTimeout as sleep } from 'node:timers/promises';
import { shopBody } from './load.ts';
import { path, service, type Soak } from './service.ts';

const CLIENTS = 4;
const CUSTOMERS = 20_000;
/** A computation that nobody waits for goes on for so long, and then has so long to stop. */
const LINGER_MS = 2_000;
const STOP_MS = 500;
/** Then it is watched for so long, and an idle service computes less than that. */
const WATCHED_MS = 1_000;
const IDLE_MS = 100;

/** Callers hang up at random moments of their upload, their wait and their answer: soon after, nothing is computed any more. */
export const hangups: Soak = async ({ seed, until }) => {
  const random = seededRandom(seed);
  const served = await service('--rate-per-minute', '1000000', '--concurrent', '8', '--log-level', 'warn');
  const { apiId, secret } = await served.store.createTenant('hangups');
  const headers = { 'content-type': 'application/json', 'x-customer-api-id': apiId, 'x-secret': secret };
  const faults: string[] = [];
  const afterwards: number[] = [];
  let bodies = 0;
  const before = served.footprint();
  do {
    await Promise.all(
      Array.from({ length: CLIENTS }, async () => {
        const signal = AbortSignal.timeout(Math.ceil(random() * 1_500));
        const body = shopBody(CUSTOMERS, seed + bodies++);
        await fetch(`${served.url}${path}`, { method: 'POST', headers, body, signal })
          .then((answer) => answer.text())
          .catch(() => 'hung up');
      }),
    );
    await sleep(LINGER_MS + STOP_MS);
    const { cpuMs: begun } = served.footprint();
    await sleep(WATCHED_MS);
    afterwards.push(served.footprint().cpuMs - begun);
    const most = afterwards.at(-1) ?? 0;
    if (most > IDLE_MS) faults.push(`round ${afterwards.length}: computed ${most} ms of a second when nobody waited`);
  } while (performance.now() < until);
  const answer = await fetch(`${served.url}${path}`, { method: 'POST', headers, body: shopBody(100, seed) });
  if (answer.status !== 200) faults.push(`the next caller was answered ${answer.status}`);
  await answer.text();
  const after = served.footprint();
  const code = await served.end();
  if (code !== 0) faults.push(`exit code ${code}`);
  return {
    figures: {
      'callers who hung up, or nearly': bodies,
      'computed in the second after, ms at most': Math.max(...afterwards),
      'memory MiB, before / after': `${before.mib} / ${after.mib}`,
      'open files, before / after': `${before.files} / ${after.files}`,
    },
    faults,
  };
};
