import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compute } from '../../src/runs/compute.ts';
import { readingPool, secret, tenant, testApp } from '../support/app.ts';
import { listening } from '../support/raw.ts';
import { faultOf } from './answers.ts';
import { malformed } from './malformed.ts';
import type { Document } from './requests.ts';

let app: FastifyInstance;
let port = 0;
let document: Document;
const token = '1|test';
beforeAll(async () => {
  app = await testApp({
    pool: { ...readingPool(), run: async (job) => compute(job) },
    verifyToken: async (given) => (given === token ? { tokenId: '1', tenant, abilities: ['*'] } : null),
  });
  port = await listening(app);
  document = (await app.inject('/openapi.json')).json();
});
afterAll(() => app.close());

test('3,000 requests made from our own document, spoiled, and bytes that are nearly requests: no 5xx, no hang, every body the contract’s', async () => {
  const credentials = [`X-Customer-Api-Id: ${tenant.apiId}`, `X-Secret: ${secret}`, `Authorization: Bearer ${token}`];
  const report = await malformed({ port, document, credentials, count: 3_000, seed: 1 });
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
