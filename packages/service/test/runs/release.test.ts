import { expect, test } from 'vitest';
import { release, releaseArrays } from '../../src/runs/release.ts';

test('bytes are given up that fill their memory; a part of somebody else’s memory stays', () => {
  const own = new Uint8Array(100);
  const whole = new Uint8Array(100).fill(7);
  const part = whole.subarray(10, 20);
  release([own, own, part]);
  expect(own.buffer.detached).toBe(true);
  expect(own.byteLength).toBe(0);
  expect([...part]).toEqual(Array.from(part, () => 7));
  expect(part.byteLength).toBe(10);
});

test('the large arrays of a result are given up wherever they hang, each once', () => {
  const labels = new Int32Array(20_000);
  const column = new Float64Array(9_000);
  const few = Float64Array.of(1, 2, 3);
  const shared = new Float64Array(new SharedArrayBuffer(80_000)).fill(1);
  const names = Array.from({ length: 5_000 }, (_, at) => `c${at}`);
  const winner = { labels, again: labels, missing: null, name: 'KMeans' };
  const result = { winner, candidates: [winner, { labels: labels.subarray(5) }], space: { columns: [column] }, few };
  const round = { result, shared, names, itself: null as unknown };
  round.itself = round;
  releaseArrays(round);
  expect([labels, column].map(({ buffer }) => buffer.detached)).toEqual([true, true]);
  expect([...few]).toEqual([1, 2, 3]);
  expect(shared.every((value) => value === 1)).toBe(true);
  expect(names[4_999]).toBe('c4999');
});
