import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Protection } from '../../src/http/limits/settings.ts';
import { type RunningServer, type ServerOptions, startServer } from '../../src/http/server.ts';
import { openStore } from '../../src/store/store.ts';
import type { EmptyStore } from '../support/stores.ts';

/** Limits that no caller of these tests meets. */
export const generous: Partial<Protection> = {
  perMinute: { segmentation: 1e6, reading: 1e6, admin: 1e6 },
  failures: 1e6,
  running: 100,
  waiting: 1_000,
};

export interface Serving {
  readonly server: RunningServer;
  readonly url: string;
  readonly apiId: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The service in this process, with a tenant of its own. */
export async function serving(own: Pick<EmptyStore, 'place'>, options: ServerOptions = {}): Promise<Serving> {
  const store = await openStore({ ...own.place, now: Date.now, random: randomBytes });
  const { apiId, secret } = await store.createTenant('T');
  await store.close();
  const server = await startServer({ ...own.place, port: 0, threads: 1, protection: generous, ...options });
  const headers = { 'x-customer-api-id': apiId, 'x-secret': secret };
  return { server, url: server.url, apiId, headers };
}

/** What a task has become, when it is over. */
export async function taskOver(
  { url, headers }: Pick<Serving, 'url' | 'headers'>,
  taskId: string,
): Promise<{ status: string; attempts: number; error: { code: string } | null }> {
  for (;;) {
    const response = await fetch(`${url}/api/v1/tasks/${taskId}`, { headers });
    if (response.status !== 200 && response.status !== 503)
      throw new Error(`${response.status} ${await response.text()}`);
    const task = (await response.json()) as { status: string; attempts: number; error: { code: string } | null };
    if (response.status === 200 && task.status !== 'queued' && task.status !== 'running') return task;
    await sleep(50);
  }
}
