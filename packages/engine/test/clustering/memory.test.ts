import { describe, expect, test } from 'vitest';
import type { SegmentOptions } from '../../src/base/options.ts';
import { agglomerative } from '../../src/clustering/agglomerative.ts';
import { dbscan } from '../../src/clustering/dbscan.ts';
import { gaussianMixture } from '../../src/clustering/gaussian-mixture.ts';
import { kMeans } from '../../src/clustering/k-means.ts';
import type { Matrix } from '../../src/matrix/matrix.ts';
import { shape } from '../../src/samples/shapes.ts';
import { shop } from '../../src/samples/shop.ts';
import { segment } from '../../src/segmentation/segment.ts';

const typed = ['Float64Array', 'Float32Array', 'Int32Array', 'Uint32Array', 'Uint16Array', 'Uint8Array'] as const;

/** Bytes of the largest typed array made while `work` runs, whether it is kept or not. */
function largestArray(work: () => void): number {
  let largest = 0;
  const real = typed.map((name) => globalThis[name]);
  const watched = <Kind extends (typeof real)[number]>(kind: Kind): Kind =>
    new Proxy(kind, {
      construct(target, given: unknown[], by) {
        const made = Reflect.construct(target, given, by) as ArrayBufferView;
        // A view over memory that exists takes none.
        if (!(given[0] instanceof ArrayBuffer)) largest = Math.max(largest, made.byteLength);
        return made;
      },
    });
  try {
    typed.forEach((name, at) => Object.assign(globalThis, { [name]: watched(real[at]) }));
    work();
  } finally {
    typed.forEach((name, at) => Object.assign(globalThis, { [name]: real[at] }));
  }
  return largest;
}

const rows = 4000;
/** Bytes of one single-precision number for every pair of rows: any matrix of distances is at least as large. */
const pairs = (rows * (rows - 1) * 4) / 2;

test('average linkage, which keeps all distances, is caught', () => {
  const points = shape('cloud', 1, rows);
  expect(largestArray(() => void agglomerative(points, { linkage: 'average' }))).toBeGreaterThanOrEqual(pairs);
});

describe('nothing else keeps pairs of rows', () => {
  const fits: Record<string, (points: Matrix) => unknown> = {
    'K-Means': (points) => kMeans(points, { nClusters: 8, nInit: 1 }),
    'Gaussian mixture': (points) => gaussianMixture(points, { nComponents: 8, maxIter: 5 }),
    Ward: (points) => agglomerative(points, { linkage: 'ward' }),
    DBSCAN: (points) => dbscan(points, { eps: 0.5, minSamples: 5 }),
    // Every row in everybody's neighbourhood.
    'DBSCAN with an eps beyond all distances': (points) => dbscan(points, { eps: 1e6, minSamples: 5 }),
  };
  test.each(Object.entries(fits))('%s', (_, fit) => {
    for (const name of ['cloud', 'blobs', 'duplicates'] as const) {
      const points = shape(name, 1, rows);
      // Sixteen numbers of eight bytes a row; pairs would be sixty times as much.
      expect(largestArray(() => void fit(points))).toBeLessThanOrEqual(16 * 8 * rows);
    }
  });

  test.each<SegmentOptions>([{}, { preprocessing: 'standard' }])('a whole segmentation, %o', (options) => {
    const { table } = shop({ n: rows, seed: 1 });
    expect(largestArray(() => void segment(table, { maxClusters: 4, ...options }))).toBeLessThan(pairs / 4);
  });
});
