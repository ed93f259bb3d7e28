import { afterAll, beforeAll, expect, test } from 'vitest';
import { orderFilesPath } from '../../src/contract/orders/order-files.ts';
import { compute } from '../../src/runs/compute.ts';
import { readingPool } from '../support/app.ts';
import { newId } from '../support/offers.ts';
import { owner, type Owner } from '../support/owners.ts';
import { listening } from '../support/raw.ts';
import { served, type Served } from '../support/served.ts';
import { faultOf } from './answers.ts';
import { malformed } from './malformed.ts';
import type { Document } from './requests.ts';

let it: Served;
let port = 0;
let document: Document;
let caller: Owner;
beforeAll(async () => {
  it = await served({ newId, pool: { ...readingPool(), run: async (job) => compute(job) } });
  caller = await owner(it.store, 'malformed');
  port = await listening(it.app);
  const whole = (await it.app.inject('/openapi.json')).json<Document>();
  // The address that ends its caller's secret is left out: what comes after it would be refused at the door.
  // So is the one that starts a process for each file: thousands would take minutes; order-files.test.ts spoils its files.
  const kept = Object.entries(whole.paths).filter(([path]) => !path.includes('rotate') && path !== orderFilesPath);
  document = { paths: Object.fromEntries(kept) };
});
afterAll(() => it.close());

test('3,000 requests made from our own document, spoiled, and bytes that are nearly requests: no 5xx, no hang, every body the contract’s', async () => {
  const { apiId, secret, token } = caller;
  const credentials = [`X-Customer-Api-Id: ${apiId}`, `X-Secret: ${secret}`, `Authorization: Bearer ${token}`];
  const ids = { run: caller.runId, segment: '0', customer: 'C-1' };
  const report = await malformed({ port, document, credentials, ids, count: 3_000, seed: 1 });
  expect(report.faults).toEqual([]);
  expect(report.sent).toBe(3_000);
  // They reach every layer: some are served, some refused for what they say, for how they say it, and by Node itself.
  for (const status of [200, 400, 401, 404, 405, 415, 422]) expect(report.statuses[status]).toBeGreaterThan(9);
});

test('an answer can be at fault', () => {
  const headers = { 'x-content-type-options': 'nosniff', 'x-request-id': 'r', 'content-type': 'text/html' };
  const request = { bytes: Buffer.from(''), method: 'POST' };
  expect(faultOf({ status: 500, headers, body: Buffer.from('') }, request)).toBe('status 500');
  expect(faultOf({ status: 400, headers, body: Buffer.from('x') }, request)).toBe('type text/html');
  expect(faultOf({ status: 400, headers: {}, body: Buffer.from('') }, request)).toBe('no nosniff');
});
