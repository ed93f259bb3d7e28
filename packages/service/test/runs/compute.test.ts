import { expect, test } from 'vitest';
import { jsonLimits } from '../../src/contract/json/json.ts';
import { compute } from '../../src/runs/compute.ts';
import { bytesOf, shopBody } from '../support/bodies.ts';

const job = (body: readonly Uint8Array<ArrayBuffer>[]) => ({
  body,
  language: 'en' as const,
  runId: 'r',
  limits: jsonLimits,
});

test('a body is the same in one block and in many', () => {
  const whole = bytesOf(shopBody(60));
  const cuts = [0, 1, 700, 701, whole.length];
  const blocks = cuts.slice(1).map((end, i) => whole.slice(cuts[i], end));
  expect(compute(job(blocks))).toEqual(compute(job([whole])));
});

test('blocks are given up once they are understood, but not memory that others use', () => {
  const own = bytesOf(shopBody(20));
  const room = new Uint8Array(own.length + 8);
  room.set(own, 8);
  expect(compute(job([room.subarray(8)])).kind).toBe('answer');
  expect(room.at(8)).toBe('{'.charCodeAt(0));
  expect(compute(job([own])).kind).toBe('answer');
  expect(own).toHaveLength(0);
});
