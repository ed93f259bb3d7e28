import { expect, test } from 'vitest';
import { gaussian, seededRandom } from '../../src/base/random.ts';
import { pairSums } from '../../src/compute/pairs.ts';
import { inRoom, kernels, useBuild } from '../../src/compute/thread.ts';
import { distanceMatrix } from '../../src/evaluation/pair-scores.ts';
import { matrix } from '../../src/matrix/matrix.ts';

test.each([1, 2, 3, 5, 17, 100])('%i rows: vectors find the same sums and the same least distances', (n) => {
  useBuild('simd');
  const random = seededRandom(n);
  const points = matrix(
    n,
    2,
    Float64Array.from({ length: 2 * n }, () => gaussian(random)),
  );
  for (const [k, absent] of [
    [1, 4],
    [2, 4],
    [7, 4],
    [1, -1],
    [3, -1],
  ])
    inRoom((room) => {
      const distances = room.matrix(distanceMatrix(points));
      const labels = room.f64(n);
      for (let i = 0; i < n; i++) labels[i] = i % 5 === absent ? NaN : Math.floor(k * random());
      const [sums, nearest] = [room.f64(n), room.f64(n)];
      kernels().pairSums({ distances, labels, sums, nearest });
      const plain = { distances, labels, sums: new Float64Array(n), nearest: new Float64Array(n) };
      pairSums(plain);
      expect([...nearest]).toEqual([...plain.nearest]);
      // Up to 100 distances below 10, added in another order.
      for (let i = 0; i < n; i++) expect(sums[i]).toBeCloseTo(plain.sums[i], 11);
    });
});
