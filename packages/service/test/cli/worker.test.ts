import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { purchasingPath } from '../../src/contract/segmentation/purchasing-segmentation.ts';
import { shopBody } from '../support/bodies.ts';
import { finished, firstLine, run, start } from '../support/command.ts';
import { type EmptyStore, postgres } from '../support/stores.ts';

let own: EmptyStore;
beforeEach(async () => void (own = await postgres.empty()));
afterEach(() => own.remove());

test('a worker computes what a service without computation has accepted, and both stop in order', async () => {
  const { stdout } = await run(['tenant', 'create', 'A', '--json'], own.env);
  const { customer_api_id: apiId, secret } = JSON.parse(stdout) as { customer_api_id: string; secret: string };
  const headers = { 'content-type': 'application/json', 'x-customer-api-id': apiId, 'x-secret': secret };
  const serve = start(['serve', '--port', '0', '--no-compute', '--threads', '1'], own.env);
  const served = finished(serve);
  const url = (await firstLine(serve)).replace('listening ', '');

  const body = JSON.stringify(shopBody(60));
  const answer = await fetch(`${url}${purchasingPath}?async=true`, { method: 'POST', headers, body });
  expect(answer.status).toBe(202);
  const { status_url: status } = (await answer.json()) as { status_url: string };
  const state = async () => ((await (await fetch(`${url}${status}`, { headers })).json()) as { status: string }).status;
  await sleep(1_500); // a process that computed would have begun in half a second
  expect(await state()).toBe('queued');

  const worker = start(['worker', '--threads', '1'], own.env);
  const worked = finished(worker);
  expect(await firstLine(worker)).toBe('working, 1 at a time');
  while (['queued', 'running'].includes(await state())) await sleep(100);
  expect(await state()).toBe('completed');

  worker.kill('SIGTERM');
  serve.kill('SIGTERM');
  const ends = await Promise.all([worked, served]);
  expect(ends.map(({ code }) => code)).toEqual([0, 0]);
  expect(ends[0]?.stderr.split('\n').at(-2)).toContain('"msg":"left"');
  expect(ends[0]?.stderr).not.toContain(own.env['DATABASE_URL']);
});

test.each([['worker'], ['serve', '--no-compute', '--port', '0']])(
  '%s needs a database that can be shared',
  async (...args) => {
    const { code, stderr } = await run([...args, ...(args[0] === 'serve' ? ['--data', own.place.folder] : [])]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('needs DATABASE_URL')]);
  },
);
