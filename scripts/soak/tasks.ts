import { seededRandom } from '@clientele/engine';
import { submitUntil } from '../../packages/service/test/faults/submitter.ts';
import { generous, serving } from '../../packages/service/test/faults/serving.ts';
import type { EmptyStore } from '../../packages/service/test/support/stores.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { onBothDatabases, onPostgres } from './databases.ts';
import type { Soak } from './service.ts';

/** Submitted in one go; then they are computed. */
const TASKS = 60;
const CUSTOMERS = 60;
const LOOK_MS = 20;
/** Submitted one by one, to a process that leaves them to another. */
const HANDED_OVER = 40;
/** Longest pause between two of those; drawn, so that they come at any moment between two looks. */
const PAUSE_MS = 700;

interface Report {
  readonly tasks: number;
  readonly seconds: number;
  readonly faults: readonly string[];
}

/** How fast short tasks that wait are done, on SQLite and on PostgreSQL, and how soon another process begins one. */
export const tasks: Soak = async ({ seed, until }) => {
  const reports = await onBothDatabases(until, drained);
  const waits = (await onPostgres((own) => handedOver(own, seededRandom(seed)))).toSorted((a, b) => a - b);
  return {
    figures: {
      ...Object.fromEntries(
        Object.entries(reports).flatMap(([name, { tasks: count, seconds }]) => [
          [`${name}: tasks of ${CUSTOMERS} customers`, count],
          [`${name}: a second`, Math.round((count / seconds) * 10) / 10],
        ]),
      ),
      'PostgreSQL: accepted until begun by another process, median ms': waits[waits.length >> 1] ?? -1,
      'PostgreSQL: at most ms': waits.at(-1) ?? -1,
    },
    faults: Object.values(reports).flatMap(({ faults }) => faults),
  };
};

async function drained(own: EmptyStore, until: number): Promise<Report> {
  const { server, url, headers } = await serving(own, { warmUp: true, protection: { ...generous, queued: TASKS } });
  const faults: string[] = [];
  let count = 0;
  let seconds = 0;
  do {
    const submissions = Array.from({ length: TASKS }, (_, i) => ({
      url,
      headers,
      seed: count + i,
      customers: CUSTOMERS,
    }));
    const begun = performance.now();
    const accepted = await Promise.all(submissions.map((one) => submitUntil(one, () => false, faults)));
    for (const task of accepted) if (task) await completed(`${url}/api/v1/tasks/${task.taskId}`, headers);
    seconds += (performance.now() - begun) / 1000;
    count += accepted.length;
  } while (performance.now() < until);
  await server.close();
  return { tasks: count, seconds, faults };
}

/** Milliseconds from the acceptance of each task until a service begins it that knows of it by the database alone. */
async function handedOver(own: EmptyStore, random: () => number): Promise<number[]> {
  const front = await serving(own, { compute: false, protection: generous });
  const back = await serving(own, { warmUp: true, protection: generous });
  const faults: string[] = [];
  const waits: number[] = [];
  while (waits.length < HANDED_OVER) {
    await sleep(random() * PAUSE_MS);
    const one = { url: front.url, headers: front.headers, seed: waits.length, customers: CUSTOMERS };
    const task = await submitUntil(one, () => false, faults);
    if (!task) throw new Error(`a task was not taken: ${faults.join(' ')}`);
    await completed(`${front.url}/api/v1/tasks/${task.taskId}`, front.headers);
    const shown = await fetch(`${front.url}/api/v1/tasks/${task.taskId}`, { headers: front.headers });
    const { created_at, started_at } = (await shown.json()) as { created_at: string; started_at: string };
    waits.push(Date.parse(started_at) - Date.parse(created_at));
  }
  await front.server.close();
  await back.server.close();
  return waits;
}

async function completed(task: string, headers: Readonly<Record<string, string>>): Promise<void> {
  for (;;) {
    const shown = (await (await fetch(task, { headers })).json()) as { status: string };
    if (shown.status === 'completed') return;
    if (shown.status === 'failed' || shown.status === 'cancelled') throw new Error(`a task was ${shown.status}`);
    await sleep(LOOK_MS);
  }
}
