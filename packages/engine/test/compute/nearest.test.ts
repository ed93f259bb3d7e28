import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../src/base/random.ts';
import { type ClusterTree, nearestCluster, wardDistance } from '../../src/compute/nearest.ts';
import { foldNodes, kdTree } from '../../src/matrix/kd-tree.ts';
import type { Matrix } from '../../src/matrix/matrix.ts';
import { lattice, scatter, wideRange } from '../support/generated.ts';

/** Clusters of 1 to 4 rows at the rows of `points`; every fifth place is empty when `gaps` is asked for. */
function clustersAt(points: Matrix, gaps: 'gaps' | 'full'): ClusterTree {
  const tree = kdTree(points);
  const random = seededRandom(points.rows);
  const weights = Float64Array.from(tree.order, () => 1 + Math.floor(4 * random()));
  if (gaps === 'gaps') for (let p = 4; p < points.rows; p += 5) tree.points.data[p * points.cols] = NaN;
  const lightest = foldNodes(tree, weights, Math.min);
  return { tree, weights, lightest, ids: tree.order, stack: new Int32Array(32), bounds: new Float64Array(32) };
}

/** The definition: the least Ward distance, then the lowest id. */
function plainNearest(clusters: ClusterTree, place: number): number {
  let nearest = -1;
  let best = Infinity;
  for (let p = 0; p < clusters.ids.length; p++) {
    if (p === place) continue;
    const distance = wardDistance(clusters, place, p);
    if (distance < best || (distance === best && clusters.ids[p] < clusters.ids[nearest])) {
      best = distance;
      nearest = p;
    }
  }
  return nearest;
}

function assertNearest(points: Matrix): void {
  for (const gaps of ['gaps', 'full'] as const) {
    const clusters = clustersAt(points, gaps);
    for (let place = 0; place < points.rows; place++) {
      if (Number.isNaN(clusters.tree.points.data[place * points.cols])) continue;
      const expected = plainNearest(clusters, place);
      expect(nearestCluster(clusters, place, -1)).toBe(expected);
      // A first guess, good or bad, changes nothing.
      const guess = (place + 1) % points.rows;
      const usable = guess !== place && !Number.isNaN(clusters.tree.points.data[guess * points.cols]);
      expect(nearestCluster(clusters, place, usable ? guess : -1)).toBe(expected);
    }
  }
}

test('a heavy neighbour is farther than a light one at the same spot', () => {
  // Around the row 0 of weight 1: weight 3 at 1 costs 3 / 4, weight 1 at 1.1 costs 1.21 / 2 = 0.605.
  const points = { rows: 3, cols: 1, data: Float64Array.of(0, -1, 1.1) };
  const tree = kdTree(points);
  const weights = Float64Array.from(tree.order, (row) => [1, 3, 1][row]);
  const lightest = foldNodes(tree, weights, Math.min);
  const clusters = { tree, weights, lightest, ids: tree.order, stack: new Int32Array(4), bounds: new Float64Array(4) };
  expect(tree.order[nearestCluster(clusters, tree.order.indexOf(0), -1)]).toBe(2);
});

test('the tree finds what a search of all clusters finds, ties to the lowest id', () => {
  fc.assert(fc.property(lattice({ rows: 120, cols: 3 }), assertNearest), { seed: 1, numRuns: 50 });
});

test('the tree finds what a search of all clusters finds, over scattered rows and twelve decades', () => {
  fc.assert(fc.property(scatter({ rows: 120, cols: 5 }), assertNearest), { seed: 1, numRuns: 30 });
  assertNearest(wideRange(400, 3, 5));
});
