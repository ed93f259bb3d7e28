import { submitUntil } from '../../packages/service/test/faults/submitter.ts';
import { generous, serving } from '../../packages/service/test/faults/serving.ts';
import type { EmptyStore } from '../../packages/service/test/support/stores.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { onBothDatabases } from './databases.ts';
import type { Soak } from './service.ts';

/** Submitted in one go; then they are computed. */
const TASKS = 60;
const CUSTOMERS = 60;
const LOOK_MS = 20;

interface Report {
  readonly tasks: number;
  readonly seconds: number;
  readonly faults: readonly string[];
}

/** How fast short tasks that wait are done, on SQLite and on PostgreSQL. */
export const tasks: Soak = async ({ until }) => {
  const reports = await onBothDatabases(until, drained);
  return {
    figures: Object.fromEntries(
      Object.entries(reports).flatMap(([name, { tasks: count, seconds }]) => [
        [`${name}: tasks of ${CUSTOMERS} customers`, count],
        [`${name}: a second`, Math.round((count / seconds) * 10) / 10],
      ]),
    ),
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

async function completed(task: string, headers: Readonly<Record<string, string>>): Promise<void> {
  for (;;) {
    const shown = (await (await fetch(task, { headers })).json()) as { status: string };
    if (shown.status === 'completed') return;
    if (shown.status === 'failed' || shown.status === 'cancelled') throw new Error(`a task was ${shown.status}`);
    await sleep(LOOK_MS);
  }
}
