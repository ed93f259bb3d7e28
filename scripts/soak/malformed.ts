import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../../packages/service/src/http/server.ts';
import { openStore } from '../../packages/service/src/store/store.ts';
import { malformed as send } from '../../packages/service/test/abuse/malformed.ts';
import type { Document } from '../../packages/service/test/abuse/requests.ts';
import { owner } from '../../packages/service/test/support/owners.ts';
import type { Soak } from './service.ts';

const BATCH = 480;

/**
 * Requests made from the service's own OpenAPI document, spoiled, and bytes that are nearly requests, until the time is up.
 * The service runs in this process, for its throttle of failed sign-ins has no flag.
 */
export const malformed: Soak = async ({ seed, until }) => {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-soak-'));
  const faults: string[] = [];
  const served = await startServer({
    folder,
    port: 0,
    protection: { perMinute: { segmentation: 1e9, reading: 1e9, admin: 1e9 }, failures: 1e9, running: 1e3 },
    log: { write: (line) => void faults.push(`logged ${line}`) },
    logLevel: 'error',
  });
  const store = await openStore({ folder, now: Date.now, random: randomBytes });
  const whole = (await (await fetch(`${served.url}/openapi.json`)).json()) as Document;
  // The address that ends its caller's secret is left out: what comes after it would be refused at the door.
  const document = {
    paths: Object.fromEntries(Object.entries(whole.paths).filter(([path]) => !path.includes('rotate'))),
  };
  const statuses = new Map<string, number>();
  let sent = 0;
  let slowest = 0;
  const port = Number(new URL(served.url).port);
  do {
    const { apiId, secret, token, runId: run } = await owner(store, 'malformed');
    const credentials = [`X-Customer-Api-Id: ${apiId}`, `X-Secret: ${secret}`, `Authorization: Bearer ${token}`];
    const ids = { run, segment: '0', customer: 'C-1' };
    const report = await send({ port, document, credentials, ids, count: BATCH, seed: seed + sent });
    sent += report.sent;
    slowest = Math.max(slowest, report.slowestMs);
    faults.push(...report.faults);
    for (const [status, count] of Object.entries(report.statuses))
      statuses.set(status, (statuses.get(status) ?? 0) + count);
  } while (performance.now() < until);
  await store.close();
  await served.close();
  rmSync(folder, { recursive: true, force: true });
  return {
    figures: {
      sent,
      statuses: [...statuses].map(([status, count]) => `${status} x ${count}`).join(', '),
      'slowest ms': slowest,
    },
    faults,
  };
};
