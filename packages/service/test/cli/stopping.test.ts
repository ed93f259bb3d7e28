import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { purchasingPath } from '../support/app.ts';
import { shopBody } from '../support/bodies.ts';
import { finished, firstLine, run, start } from '../support/command.ts';
import { exchange } from '../support/raw.ts';

let folder = '';
let headers: Record<string, string> = {};
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'clientele-stop-'));
  const { stdout } = await run(['tenant', 'create', 'A', '--data', folder, '--json']);
  const tenant = JSON.parse(stdout) as { customer_api_id: string; secret: string };
  headers = {
    'content-type': 'application/json',
    'x-customer-api-id': tenant.customer_api_id,
    'x-secret': tenant.secret,
  };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const roomy = ['--rate-per-minute', '100000', '--concurrent', '64', '--threads', '1'];
async function serve(...flags: string[]) {
  const child = start(['serve', '--port', '0', '--data', folder, ...roomy, ...flags]);
  const end = finished(child);
  const url = (await firstLine(child)).replace('listening ', '');
  while ((await fetch(`${url}/health/ready`)).status !== 200) await sleep(20);
  return { child, end, url };
}

interface Told {
  readonly id: string;
  /** Null when no whole answer came. */
  readonly status: number | null;
  readonly code: string | undefined;
}
const body = JSON.stringify({ ...shopBody(60), max_clusters: 2 });
function post(url: string, agent: Agent, id: string): Promise<Told> {
  return new Promise((resolve) => {
    const failed = (): void => resolve({ id, status: null, code: undefined });
    request(
      `${url}${purchasingPath}`,
      { method: 'POST', agent, headers: { ...headers, 'x-request-id': id } },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.on('error', failed).on('end', () => {
          const { code } = JSON.parse(text) as { code?: string };
          resolve({ id, status: answer.statusCode ?? null, code });
        });
      },
    )
      .on('error', failed)
      .end(body);
  });
}
/** Posts again and again on kept-alive connections until two tries in a row get no answer. */
async function client(url: string, name: string): Promise<Told[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const told: Told[] = [];
  while (told.at(-1)?.status !== null || told.at(-2)?.status !== null)
    told.push(await post(url, agent, `${name}-${told.length}-request`));
  agent.destroy();
  return told;
}
interface Line {
  readonly msg: string;
  readonly request_id: string;
  readonly route: string;
  readonly status: number | null;
}

test('SIGTERM under load: not ready at once, no request that was taken is cut, then exit 0', async () => {
  const { child, end, url } = await serve('--pre-stop', '1');
  const clients = ['anna', 'bert', 'cleo', 'dora'].map((name) => client(url, name));
  await sleep(700);
  child.kill('SIGTERM');
  await sleep(150);
  const ready = await fetch(`${url}/health/ready`);
  expect([ready.status, ready.headers.get('connection')]).toEqual([503, 'close']);
  expect((await fetch(`${url}/health/live`)).status).toBe(200);

  const told = (await Promise.all(clients)).flat();
  const { code, stderr } = await end;
  expect(code).toBe(0);
  const lines = stderr.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Line] : []));
  const taken = lines.filter(({ msg, route }) => msg === 'request' && route === purchasingPath);
  expect(taken.length).toBeGreaterThan(20);
  // What the service says it took and answered, the callers got, with the same status.
  const statuses = new Map(told.map(({ id, status }) => [id, status]));
  expect(taken.filter(({ request_id, status }) => status === null || statuses.get(request_id) !== status)).toEqual([]);
  // And nothing was answered but with a segmentation, or with the word that it is shutting down.
  const others = told.filter(({ status, code: word }) => status !== null && status !== 200 && word !== 'SHUTTING_DOWN');
  expect(others).toEqual([]);
});

test('pipelined requests that were taken are all answered', async () => {
  const { child, end, url } = await serve();
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const one = `POST ${purchasingPath} HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n${lines.join('')}\r\n${body}`;
  const answers = exchange(Number(url.split(':').at(-1)), one, one, one);
  await sleep(30);
  child.kill('SIGTERM');
  expect((await answers).match(/HTTP\/1\.1 200 OK/g)).toHaveLength(3);
  expect((await end).code).toBe(0);
});

test('the audit log tells of the start and the end', async () => {
  const { child, end } = await serve();
  child.kill('SIGTERM');
  expect((await end).code).toBe(0);
  const { stdout } = await run(['audit', 'list', '--data', folder, '--json']);
  const actions = (JSON.parse(stdout) as { action: string }[]).map(({ action }) => action);
  expect(actions.filter((action) => action.startsWith('service.'))).toEqual(['service.stop', 'service.start']);
});

test('a second signal ends the process within a second', async () => {
  const { child, end } = await serve('--pre-stop', '60');
  child.kill('SIGTERM');
  await sleep(200);
  const asked = performance.now();
  child.kill('SIGTERM');
  expect((await end).code).toBe(1);
  expect(performance.now() - asked).toBeLessThan(1_000);
});

test('a connection that never says a word does not hold up the end', async () => {
  const { child, end, url } = await serve('--drain', '60');
  const silent = exchange(Number(url.split(':').at(-1)));
  await sleep(100);
  child.kill('SIGTERM');
  expect((await end).code).toBe(0);
  expect(await silent).toBe('');
});
