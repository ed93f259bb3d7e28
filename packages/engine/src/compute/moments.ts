import type { Matrix } from '../matrix/matrix.ts';

/**
 * Mean and spread of groups of rows. Scatters are sums of products about the group's mean, upper triangles row by row:
 * that of group g starts at scatters[g * triangle(d)].
 */
export interface Moments {
  readonly counts: Float64Array;
  readonly means: Matrix;
  readonly scatters: Float64Array;
}

/** Numbers in the upper triangle of a d x d matrix, diagonal included. */
export function triangle(d: number): number {
  return (d * (d + 1)) / 2;
}

/** Moments of contiguous groups: group g is the rows starts[g] ... starts[g + 1] - 1 of `rows`. Writes `out`. */
export function groupMoments(rows: Matrix, starts: Int32Array, out: Moments): void {
  const { data, cols: d } = rows;
  const packed = triangle(d);
  const { counts, scatters } = out;
  const means = out.means.data;
  means.fill(0);
  scatters.fill(0);
  for (let g = 0; g < counts.length; g++) {
    const size = starts[g + 1] - starts[g];
    const m = g * d;
    counts[g] = size;
    if (size === 0) continue;
    for (let i = starts[g]; i < starts[g + 1]; i++) for (let c = 0; c < d; c++) means[m + c] += data[i * d + c];
    for (let c = 0; c < d; c++) means[m + c] /= size;
    for (let i = starts[g]; i < starts[g + 1]; i++) {
      for (let p = 0, s = g * packed; p < d; p++) {
        const along = data[i * d + p] - means[m + p];
        for (let q = p; q < d; q++, s++) scatters[s] += along * (data[i * d + q] - means[m + q]);
      }
    }
  }
}

/**
 * Moments of coarse groups from those of fine ones: group g belongs to into[g]. Writes `out`.
 * Source: T. Chan, G. Golub, R. LeVeque 1983 (pairwise updates about the mean, without cancellation).
 */
export function foldMoments(fine: Moments, into: Int32Array, out: Moments): void {
  const d = fine.means.cols;
  const packed = triangle(d);
  const means = out.means.data;
  out.counts.fill(0);
  means.fill(0);
  out.scatters.fill(0);
  for (let g = 0; g < into.length; g++) {
    const to = into[g];
    const before = out.counts[to];
    const added = fine.counts[g];
    const after = before + added;
    if (added === 0) continue;
    const weight = (before * added) / after;
    for (let p = 0, s = 0; p < d; p++) {
      const along = fine.means.data[g * d + p] - means[to * d + p];
      for (let q = p; q < d; q++, s++) {
        const across = fine.means.data[g * d + q] - means[to * d + q];
        out.scatters[to * packed + s] += fine.scatters[g * packed + s] + weight * along * across;
      }
    }
    for (let p = 0; p < d; p++) means[to * d + p] += (added / after) * (fine.means.data[g * d + p] - means[to * d + p]);
    out.counts[to] = after;
  }
}

/** What `surrogateSilhouettes` needs of the clusters, prepared once a labelling. */
export interface Surrogate {
  /** k x d. */
  readonly means: Matrix;
  /** Covariances as packed triangles, off-diagonal numbers doubled, so that a triangle's sum is the whole form. */
  readonly forms: Float64Array;
  /** Trace of the covariance, and of its square. */
  readonly traces: Float64Array;
  readonly squareTraces: Float64Array;
  readonly sizes: Int32Array;
  /** d numbers of working room. */
  readonly offset: Float64Array;
}

/**
 * An approximate silhouette of every row from its clusters' means and covariances. The mean distance to a cluster is
 * taken as sqrt(M) (1 - V / 8 M^2), the second-order expansion of the mean of a root, where M = |x - mu|^2 + tr S is
 * the exact mean and V = 4 (x - mu)' S (x - mu) + 2 tr S^2 the Gaussian variance of the squared distance; and never
 * below |x - mu|, which bounds the mean distance by Jensen. The bound also spares the form for clusters that cannot be
 * nearest. Labels from k on are noise and score 0. Writes `out`. O(n k d^2) at worst, near O(n k d) for many clusters.
 */
export function surrogateSilhouettes(points: Matrix, labels: Int32Array, clusters: Surrogate, out: Float64Array): void {
  const { data, cols: d } = points;
  const { sizes, offset, forms, traces, squareTraces } = clusters;
  const k = clusters.means.rows;
  const means = clusters.means.data;
  const packed = triangle(d);
  for (let i = 0; i < points.rows; i++) {
    const own = labels[i];
    out[i] = 0;
    if (own >= k || sizes[own] === 1) continue;
    let within = 0;
    let nearest = Infinity;
    for (let j = 0; j < k; j++) {
      let square = 0;
      for (let c = 0; c < d; c++) {
        const e = data[i * d + c] - means[j * d + c];
        offset[c] = e;
        square += e * e;
      }
      if (j !== own && square >= nearest * nearest) continue;
      let form = 0;
      for (let p = 0, s = j * packed; p < d; p++) {
        let inner = 0;
        for (let q = p; q < d; q++, s++) inner += forms[s] * offset[q];
        form += offset[p] * inner;
      }
      const mean = square + traces[j];
      const variance = 4 * form + 2 * squareTraces[j];
      const root = mean > 0 ? Math.sqrt(mean) * (1 - variance / (8 * mean * mean)) : 0;
      const distance = Math.max(root, Math.sqrt(square));
      if (j === own) within = (distance * sizes[j]) / (sizes[j] - 1);
      else if (distance < nearest) nearest = distance;
    }
    const wider = Math.max(within, nearest);
    out[i] = wider === 0 ? 0 : (nearest - within) / wider;
  }
}
