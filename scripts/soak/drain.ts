import { seededRandom } from '@clientele/engine';
import { setTimeout as sleep } from 'node:timers/promises';
import { shopBody } from './load.ts';
import {
  type Answer,
  counted,
  type Credentials,
  keeping,
  path,
  post,
  service,
  type Service,
  type Soak,
} from './service.ts';

const CLIENTS = 4;
const CUSTOMERS = 200;
const READY_MS = 200;

/** Again and again: load, SIGTERM at a random moment, and every request that the log says was taken has its whole answer. */
export const drain: Soak = async ({ seed, until }) => {
  const random = seededRandom(seed);
  const body = shopBody(CUSTOMERS, seed);
  const faults: string[] = [];
  const statuses: (number | null)[] = [];
  const readyMs: number[] = [];
  let rounds = 0;
  let taken = 0;
  do {
    const served = await service('--rate-per-minute', '1000000', '--concurrent', '8', '--pre-stop', '1');
    const tenant = await served.store.createTenant('drain');
    const clients = Array.from({ length: CLIENTS }, (_, at) => client(served, tenant, body, `round-${rounds}-${at}`));
    await sleep(300 + random() * 1000);
    const ended = served.end();
    readyMs.push(await untilNotReady(served));
    const told = (await Promise.all(clients)).flat();
    const code = await ended;
    if (code !== 0) faults.push(`round ${rounds}: exit code ${code}`);
    const requests = served.lines().filter(({ msg, route }) => msg === 'request' && route === path);
    const answered = new Map(told.map(({ id, answer }) => [id, answer.status]));
    for (const { request_id = '', status } of requests)
      if (status === null || answered.get(request_id) !== status)
        faults.push(`round ${rounds}: ${request_id} was taken, logged ${status}, seen ${answered.get(request_id)}`);
    for (const { answer } of told)
      if (answer.status !== null && answer.status !== 200 && !answer.text.includes('SHUTTING_DOWN'))
        faults.push(`round ${rounds}: ${answer.status} ${answer.text.slice(0, 200)}`);
    statuses.push(...told.map(({ answer }) => answer.status));
    taken += requests.length;
    rounds++;
  } while (performance.now() < until);
  const slowest = Math.round(Math.max(...readyMs));
  if (slowest > READY_MS) faults.push(`it said not ready after ${slowest} ms only`);
  return {
    figures: {
      shutdowns: rounds,
      'requests taken': taken,
      'seen by callers': counted(statuses),
      'not ready after, slowest ms': slowest,
    },
    faults,
  };
};

/** Posts on kept-alive connections until two tries in a row get no answer. */
async function client(served: Service, tenant: Credentials, body: string, name: string) {
  const agent = keeping();
  const told: { id: string; answer: Answer }[] = [];
  while (told.at(-1)?.answer.status !== null || told.at(-2)?.answer.status !== null) {
    const id = `${name}-${told.length}`;
    told.push({ id, answer: await post(served, tenant, body, { agent, id }) });
  }
  agent.destroy();
  return told;
}

/** Milliseconds until /health/ready says so. */
async function untilNotReady({ url }: Service): Promise<number> {
  const begun = performance.now();
  while ((await fetch(`${url}/health/ready`)).status === 200) await sleep(5);
  return performance.now() - begun;
}
