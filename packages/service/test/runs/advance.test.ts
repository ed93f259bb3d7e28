import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { saying } from '../../src/runs/advance.ts';
import type { Advance } from '../../src/runs/job.ts';
import { stopwatch } from '../../src/runs/stopwatch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('models are remembered between two reports, and told with customers and the time of each part', () => {
  const heard: Advance[] = [];
  const time = stopwatch();
  const say = saying(time, (advance) => heard.push(advance));
  const model = { algorithm: 'KMeans', k: 2, stage: 'waiting', silhouette: null } as const;
  vi.advanceTimersByTime(500);
  time.count(4_338);
  time.lap('decode');
  say({ phase: 'kmeans', done: 0, models: [model, { ...model, k: 3 }] });
  // Too soon after the last report to be told; nothing of it is lost.
  say({ phase: 'kmeans', done: 0.5, models: [{ ...model, stage: 'fitted' }] });
  expect(heard).toHaveLength(1);
  vi.advanceTimersByTime(200);
  time.lap('kmeans');
  say({ phase: 'kmeans', done: 1 });
  expect(heard[1]).toEqual({
    kind: 'advance',
    phase: 'kmeans',
    share: heard[1].share,
    customers: 4_338,
    ms: { decode: 500, kmeans: 200 },
    models: [
      { ...model, stage: 'fitted' },
      { ...model, k: 3 },
    ],
  });
  expect(heard[1].share).toBeGreaterThan(heard[0].share);
});
