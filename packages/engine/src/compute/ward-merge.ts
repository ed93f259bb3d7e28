import { PLACES, type WardFrame } from './ward-frame.ts';

/** Where merges are written: ids of a pair, the lower first, and the height. */
export interface WardMerges {
  readonly lower: Int32Array;
  readonly upper: Int32Array;
  readonly heights: Float64Array;
}

/**
 * Merges all pairs that are nearest to each other and writes them from `from` on. Marks who has to ask again: the merged,
 * and those whose nearest was among them; when nothing merged, all. Returns the number of pairs.
 */
export function wardMerge(frame: WardFrame, merges: WardMerges, from: number): number {
  const { words, now, placeOf } = frame;
  const { ids, near, asks } = now;
  let merged = 0;
  for (let p = 0; p < words[PLACES]; p++) {
    if (ids[p] < 0 || near[p] <= ids[p]) continue;
    const q = placeOf[near[p]];
    if (near[q] !== ids[p]) continue;
    merges.lower[from + merged] = ids[p];
    merges.upper[from + merged] = ids[q];
    merges.heights[from + merged] = merge(frame, p, q);
    merged++;
  }
  for (let p = 0; p < words[PLACES]; p++) {
    if (ids[p] < 0 || asks[p] !== 0) continue;
    const q = placeOf[near[p]];
    const changed = asks[q] === 2;
    if (changed) near[p] = ids[q];
    if (changed || merged === 0) asks[p] = 1;
  }
  return merged;
}

/** Puts the union of the clusters at p, of the lower id, and q at the heavier one's place; returns the height. */
function merge({ cols, now, placeOf }: WardFrame, p: number, q: number): number {
  const { centroids, weights, ids, near, asks } = now;
  const a = weights[p];
  const b = weights[q];
  const kept = b > a ? q : p;
  const gone = b > a ? p : q;
  const share = weights[gone] / (a + b);
  let square = 0;
  for (let c = 0, to = kept * cols, from = gone * cols; c < cols; c++, to++, from++) {
    const difference = centroids[from] - centroids[to];
    square += difference * difference;
    centroids[to] += share * difference;
  }
  weights[kept] = a + b;
  const lower = ids[p];
  placeOf[lower] = kept;
  placeOf[ids[q]] = kept;
  ids[gone] = -1;
  ids[kept] = lower;
  near[kept] = -1;
  asks[kept] = 2;
  asks[gone] = 0;
  return Math.sqrt(2 * (((a * b) / (a + b)) * square));
}
