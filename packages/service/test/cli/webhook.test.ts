import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { shopBody } from '../support/bodies.ts';
import { finished, firstLine, run, start } from '../support/command.ts';
import { receiver, type Receiver } from '../support/receiver.ts';
import { type EmptyStore, sqlite } from '../support/stores.ts';

let place: EmptyStore;
let server: Receiver;
beforeEach(async () => {
  [place, server] = [await sqlite.empty(), await receiver()];
});
afterEach(async () => {
  await server.close();
  await place.remove();
  rmSync(place.place.folder, { recursive: true, force: true });
});

const json = async <Answer>(...args: string[]): Promise<Answer> => {
  const { code, stdout, stderr } = await run([...args, '--data', place.place.folder, '--json']);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Answer;
};
const tenant = () => json<{ customer_api_id: string; secret: string }>('tenant', 'create', 'A');

test('a webhook is added, tried, listed and deleted at the terminal', async () => {
  const { customer_api_id: id } = await tenant();
  const refused = await run(['webhook', 'add', id, server.url, '--data', place.place.folder]);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('--allow-private-webhooks')]);
  const made = await json<{ id: string; secret: string }>('webhook', 'add', id, server.url, '--allow-private-webhooks');
  const tried = await json<object>('webhook', 'test', id, made.id, '--allow-private-webhooks');
  expect(tried).toMatchObject({ event: 'webhook.test', state: 'delivered', last_status: 204 });
  expect(JSON.parse(server.got[0].body)).toMatchObject({ type: 'webhook.test', data: { webhook_id: made.id } });
  const listed = await run(['webhook', 'list', id, '--data', place.place.folder]);
  expect(listed.stdout).toContain(made.id);
  expect(listed.stdout).not.toContain('whsec');
  await server.close();
  const lost = await run(['webhook', 'test', id, made.id, '--data', place.place.folder, '--allow-private-webhooks']);
  expect([lost.code, lost.stderr]).toEqual([2, expect.stringContaining('ECONNREFUSED')]);
  await json('webhook', 'delete', id, made.id);
  expect(await json('webhook', 'list', id)).toEqual([]);
  const gone = await run(['webhook', 'delete', id, made.id, '--data', place.place.folder]);
  expect(gone.stderr).toContain('has no webhook');
});

test('a run that a service makes is told of within seconds', async () => {
  const { customer_api_id: id, secret } = await tenant();
  const { folder } = place.place;
  await json('webhook', 'add', id, server.url, '--event', 'run.completed', '--allow-private-webhooks');
  const service = start(['serve', '--port', '0', '--data', folder, '--allow-private-webhooks']);
  const ended = finished(service);
  const url = (await firstLine(service)).split(' ')[1] ?? '';
  const answer = await fetch(`${url}/api/v1/ai/purchasing_segmentation`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-customer-api-id': id, 'x-secret': secret },
    body: JSON.stringify(shopBody(60)),
  });
  const { run_id: runId } = (await answer.json()) as { run_id: string };
  await vi.waitFor(() => expect(server.got).toHaveLength(1), { timeout: 10_000 });
  expect(JSON.parse(server.got[0].body)).toMatchObject({
    type: 'run.completed',
    data: { run_id: runId, customers: 60 },
  });
  expect(server.got[0].body).not.toContain('C-1');
  service.kill('SIGTERM');
  expect((await ended).code).toBe(0);
});
