import { createHash } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { openThreads, type Threads } from '../../hosts/node.ts';
import { crowd } from '../../src/samples/crowd.ts';
import { shop } from '../../src/samples/shop.ts';
import type { CustomerTable } from '../../src/features/table.ts';
import type { Phase } from '../../src/base/watch.ts';
import { segment } from '../../src/segmentation/segment.ts';

let threads: Threads | null = null;
afterEach(async () => {
  await threads?.close();
  threads = null;
});

/** A digest of every member of what a segmentation found: equal digests mean equal bits. */
function found(table: CustomerTable): Record<string, string> {
  return Object.fromEntries(
    Object.entries(segment(table, { maxClusters: 6 })).map(([member, value]) => {
      const text = JSON.stringify(value, (_, part: unknown) =>
        ArrayBuffer.isView(part) ? [...(part as Float64Array)] : part,
      );
      return [member, createHash('sha256').update(text).digest('hex')];
    }),
  );
}

test.each([
  ['40 customers', shop({ n: 40, seed: 1 }).table],
  ['2,000 customers', shop({ n: 2_000, seed: 2 }).table],
  ['7,000 customers without groups', crowd({ n: 7_000, d: 5, seed: 3, marginal: 'lognormal', correlated: true })],
])('%s get the same answer from one, two and four threads, to the last bit', async (_, table) => {
  const alone = found(table);
  for (const count of [2, 4]) {
    threads = openThreads(count);
    expect(threads.count).toBe(count);
    expect(found(table)).toEqual(alone);
    await threads.close();
  }
  expect(found(table)).toEqual(alone);
});

test('every phase is reported to its end, and none goes backwards', () => {
  threads = openThreads(2);
  const reached = new Map<Phase, number>();
  segment(
    shop({ n: 600, seed: 1 }).table,
    { maxClusters: 4 },
    {
      onProgress: ({ phase, done }) => {
        expect(done).toBeGreaterThanOrEqual(reached.get(phase) ?? 0);
        reached.set(phase, done);
      },
    },
  );
  expect(Object.fromEntries(reached)).toEqual({
    features: 1,
    kmeans: 1,
    gmm: 1,
    hierarchical: 1,
    dbscan: 1,
    scores: 1,
    trust: 1,
    profiles: 1,
  });
});
