import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { jsonLimits } from '../../src/contract/json/json.ts';
import { computePool } from '../../src/runs/pool.ts';
import { checkedAnswer } from '../support/answers.ts';
import { jsonHeaders, purchasingPath, testApp } from '../support/app.ts';
import { shopBody } from '../support/bodies.ts';
import { listening } from '../support/raw.ts';

const pool = computePool();
let app: FastifyInstance;
let url = '';
beforeAll(async () => {
  app = await testApp({ pool, limits: { ...jsonLimits, bodyBytes: 50_000_000 } });
  url = `http://127.0.0.1:${await listening(app)}`;
});
afterAll(async () => {
  await app.close();
  await pool.close();
});

test('/health/live answers again and again while a worker computes', async () => {
  const progress = { done: false, answers: 0 };
  const work = fetch(`${url}${purchasingPath}`, {
    method: 'POST',
    headers: jsonHeaders,
    body: JSON.stringify({ ...shopBody(1_500), max_clusters: 3 }),
  }).then(async (response) => {
    const text = await response.text();
    progress.done = true;
    return text;
  });
  while (!progress.done) {
    const { status } = await fetch(`${url}/health/live`);
    expect(status).toBe(200);
    progress.answers++;
  }
  // Were clustering on the main thread, one answer at the most would come between start and end.
  expect(progress.answers).toBeGreaterThan(5);
  const answer = checkedAnswer(await work);
  expect(answer.customer_labels).toHaveLength(1_500);
});
