import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type RunningServer, startServer } from '../../src/http/server.ts';
import { metrics } from '../../src/http/plugins/metrics.ts';
import { jsonHeaders, purchasingPath, readingPool, testApp } from '../support/app.ts';
import { exampleBody } from '../support/bodies.ts';
import { exchange, listening } from '../support/raw.ts';

const folder = mkdtempSync(join(tmpdir(), 'clientele-metrics-'));
let server: RunningServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const idle = { ready: true, workers: 1, running: 0, waiting: 0 };
/** Values by name and labels, as Prometheus reads them. */
function read(text: string): Map<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}

test('requests are counted by pattern and status, refusals by reason, work by part', async () => {
  const tasks = async () => ({ queued: 5, running: 4 });
  const counted = metrics({ pool: () => ({ ...idle, waiting: 3, running: 1 }), expiringSecrets: async () => 2, tasks });
  const reading = readingPool();
  const work = { rows: 2, ms: { decode: 500, kmeans: 1500 } };
  const app = await testApp({
    observer: counted,
    pool: { ...reading, run: async (job) => ({ ...(await reading.run(job)), work }) },
  });
  const port = await listening(app);
  const url = `http://127.0.0.1:${port}`;
  const post = (headers: Record<string, string>) =>
    fetch(`${url}${purchasingPath}`, { method: 'POST', headers, body: JSON.stringify(exampleBody()) });
  await (await post(jsonHeaders)).text();
  await (await post({ ...jsonHeaders, 'x-secret': 'wrong' })).text();
  await (await fetch(`${url}/who/is/ana@example.com?secret=1`)).text();
  await exchange(port, 'hello\r\n\r\n');
  await app.close();

  const text = await counted.text();
  const values = read(text);
  const expected: Record<string, number> = {
    [`clientele_requests_total{method="POST",route="${purchasingPath}",status="200"}`]: 1,
    [`clientele_requests_total{method="POST",route="${purchasingPath}",status="401"}`]: 1,
    'clientele_requests_total{method="GET",route="none",status="404"}': 1,
    [`clientele_request_seconds_count{route="${purchasingPath}"}`]: 2,
    'clientele_refusals_total{code="AUTH_FAILED",reason="AUTH_FAILED"}': 1,
    'clientele_refusals_total{code="BAD_REQUEST",reason="MALFORMED_REQUEST"}': 1,
    clientele_customers_total: 2,
    'clientele_compute_seconds_total{part="decode"}': 0.5,
    'clientele_compute_seconds_total{part="kmeans"}': 1.5,
    clientele_queue_waiting: 3,
    clientele_queue_running: 1,
    clientele_workers_ready: 1,
    clientele_tasks_queued: 5,
    clientele_tasks_running: 4,
    clientele_secrets_expiring: 2,
  };
  expect(Object.fromEntries(Object.keys(expected).map((name) => [name, values.get(name)]))).toEqual(expected);
  for (const name of ['process_resident_memory_bytes', 'nodejs_eventloop_lag_p99_seconds'])
    expect(values.get(name)).toBeGreaterThan(0);
  expect(text).not.toContain('ana');
});

test('a store that is away leaves a gap, not a fault', async () => {
  const away = () => Promise.reject(new Error('away'));
  const values = read(await metrics({ pool: () => idle, expiringSecrets: away, tasks: away }).text());
  for (const name of ['secrets_expiring', 'tasks_queued', 'tasks_running'])
    expect(values.get(`clientele_${name}`)).toBeNaN();
});

test('they are served on a port of their own, and only when asked for', async () => {
  server = await startServer({ port: 0, folder, threads: 1, metrics: { host: '127.0.0.1', port: 0 } });
  const aside = server.metricsUrl ?? '';
  const answer = await fetch(aside);
  expect(answer.headers.get('content-type')).toContain('text/plain');
  expect(await answer.text()).toContain('clientele_workers 1');
  expect((await fetch(new URL('/', aside))).status).toBe(404);
  expect((await fetch(aside, { method: 'POST' })).status).toBe(404);
  expect((await fetch(`${server.url}/metrics`)).status).toBe(404);
});

test('without --metrics there is no second port', async () => {
  server = await startServer({ port: 0, folder, threads: 1 });
  expect(server.metricsUrl).toBeNull();
});
