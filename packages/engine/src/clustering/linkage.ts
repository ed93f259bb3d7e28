import { pulse, type Watch } from '../base/watch.ts';
import { type Matrix, squaredDistance } from '../matrix/matrix.ts';
import { openChain } from './chain.ts';
import type { Join } from './merge-tree.ts';

/** Distance of a cluster to the union of two others, from its distances to both and their weights. */
type Update = (toA: number, toB: number, a: number, b: number) => number;

/** Mean distance of all pairs of rows. */
export const average: Update = (toA, toB, a, b) => (a * toA + b * toB) / (a + b);
/** Distance of the farthest pair of rows. */
export const complete: Update = (toA, toB) => Math.max(toA, toB);

/**
 * Clustering by a stored half of the distance matrix and the nearest-neighbour chain, exact for every update under which
 * a union is never nearer than the nearer of its parts. O(n^2) time, 4 n (n - 1) bytes.
 * F. Murtagh 1983; G. Lance, W. Williams 1967.
 */
export function matrixLinkage(update: Update) {
  return (points: Matrix, counts: Float64Array, join: Join, watch: Watch): void => {
    const { rows } = points;
    const rowStarts = Float64Array.from({ length: rows }, (_, i) => (i * (2 * rows - i - 1)) / 2 - i - 1);
    const distances = allDistances(points, watch);
    const weights = counts.slice();
    const chain = openChain(rows);
    const live = Int32Array.from({ length: rows }, (_, i) => i);
    const at = (i: number, j: number): number => (i < j ? rowStarts[i] + j : rowStarts[j] + i);
    for (let count = rows; count > 1; count--) {
      if (chain.length() === 0) chain.push(live[0]);
      let id: number;
      let nearest: number;
      do {
        id = chain.last();
        nearest = nearestOf(id, { distances, rowStarts, live, count });
      } while (!chain.closes(nearest));
      join(id, nearest, distances[at(id, nearest)]);
      const kept = Math.min(id, nearest);
      const gone = Math.max(id, nearest);
      const dead = live.indexOf(gone);
      live.copyWithin(dead, dead + 1, count);
      for (let l = 0; l < count - 1; l++) {
        const other = live[l];
        if (other === kept) continue;
        const to = at(other, kept);
        distances[to] = update(distances[to], distances[at(other, gone)], weights[kept], weights[gone]);
      }
      weights[kept] += weights[gone];
      if (count % 256 === 0) pulse(watch, 'hierarchical', 1 - count / rows);
    }
  };
}

interface Table {
  readonly distances: Float64Array;
  readonly rowStarts: Float64Array;
  readonly live: Int32Array;
  readonly count: number;
}

/** The live cluster nearest to `id`, the lowest on a tie. */
function nearestOf(id: number, { distances, rowStarts, live, count }: Table): number {
  let nearest = -1;
  let best = Infinity;
  let l = 0;
  for (; live[l] < id; l++) {
    const distance = distances[rowStarts[live[l]] + id];
    if (distance < best || nearest < 0) {
      best = distance;
      nearest = live[l];
    }
  }
  const own = rowStarts[id];
  for (l++; l < count; l++) {
    const distance = distances[own + live[l]];
    if (distance < best || nearest < 0) {
      best = distance;
      nearest = live[l];
    }
  }
  return nearest;
}

/** Distances of all pairs i < j, row after row. */
function allDistances(points: Matrix, watch: Watch): Float64Array {
  const { rows } = points;
  const distances = new Float64Array((rows * (rows - 1)) / 2);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = i + 1; j < rows; j++) distances[at++] = Math.sqrt(squaredDistance(points, i, points, j));
    if (i % 256 === 0) watch.signal?.throwIfAborted();
  }
  return distances;
}

/**
 * Single linkage: the edges of a minimum spanning tree are its merges. R. Prim 1957; J. Gower, G. Ross 1969.
 * O(n^2 d) time, O(n) memory.
 */
export function single(points: Matrix, _counts: Float64Array, join: Join, watch: Watch): void {
  const { rows } = points;
  const outside = Int32Array.from({ length: rows - 1 }, (_, i) => i + 1);
  const squares = new Float64Array(rows).fill(Infinity);
  const from = new Int32Array(rows);
  let reached = 0;
  for (let count = rows - 1; count > 0; count--) {
    let closest = 0;
    for (let l = 0; l < count; l++) {
      const row = outside[l];
      const square = squaredDistance(points, reached, points, row);
      if (square < squares[row]) {
        squares[row] = square;
        from[row] = reached;
      }
      if (squares[row] < squares[outside[closest]]) closest = l;
    }
    reached = outside[closest];
    join(from[reached], reached, Math.sqrt(squares[reached]));
    outside.copyWithin(closest, closest + 1, count);
    if (count % 256 === 0) pulse(watch, 'hierarchical', 1 - count / rows);
  }
}
