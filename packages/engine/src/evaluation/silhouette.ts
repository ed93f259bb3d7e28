import { mixSeed, sampleWithout, seededRandom } from '../base/random.ts';
import { pulse, unwatched, type Watch } from '../base/watch.ts';
import type { Matrix } from '../matrix/matrix.ts';
import { isScorable, type Partition, partitionOfPoints } from './partition.ts';
import { estimateSilhouettes } from './silhouette-estimate.ts';
import { passOver, scoreRows } from './silhouette-pass.ts';
import { sortedByGroup } from './atoms.ts';

/** A mean silhouette with how it was measured. `halfWidth` is that of the 95 % interval; 0 when exact. */
export interface SilhouetteScore {
  readonly mean: number;
  readonly method: 'exact' | 'sampled';
  readonly sampleSize: number;
  readonly halfWidth: number;
}

/** Up to this many rows silhouettes are exact: 28 labellings of them take half a second in plain TypeScript. */
export const EXACT_SILHOUETTE_ROWS = 10_000;
/** Half-width of the 95 % interval that a sampled mean aims at. */
const HALF_WIDTH = 0.001;
const SEED = 42;
/** Rows of a sampled profile, shared out by size, and the fewest of one cluster. */
const PROFILE_ROWS = 2_000;
const PROFILE_ROWS_PER_CLUSTER = 50;

/** When silhouettes are estimated instead of computed, and how closely. */
export interface SilhouetteOptions {
  /** Rows up to which every silhouette is computed; above, a sample. Default EXACT_SILHOUETTE_ROWS. */
  readonly exactUpTo?: number;
  /** Half-width of the 95 % interval to aim at. Default 0.001. */
  readonly halfWidth?: number;
  /** Seed of the sample. Default 42. */
  readonly seed?: number;
}

/**
 * Silhouette of every row: (b - a) / max(a, b), with a the mean Euclidean distance to the other rows of its cluster and
 * b the least mean distance to another cluster. 0 for noise (-1), for the only row of a cluster, and where a = b = 0.
 * Noise belongs to no cluster and enters no distance. Null with fewer than 2 clusters or as many clusters as clustered
 * rows. Without noise as scikit-learn's silhouette_samples. Always exact, O(n^2 d).
 * Source: P. Rousseeuw, Journal of Computational and Applied Mathematics 1987.
 */
export function silhouetteSamples(points: Matrix, labels: Int32Array): Float64Array | null {
  const partition = partitionOfPoints(points, labels);
  return isScorable(partition) ? exactly(points, [partition], allRows(points), unwatched)[0] : null;
}

/**
 * Mean silhouettes over all rows of many labellings, from one pass over the distances; null where undefined (see
 * `silhouetteSamples`). Noise counts in the mean, with 0. Exact up to `exactUpTo` rows, above estimated from a sample
 * (see `estimateSilhouettes`): O(sample x n x d + labellings x n x k x d^2). Memory stays O(labellings x n).
 */
export function silhouettes(
  points: Matrix,
  labellings: readonly Int32Array[],
  options: SilhouetteOptions = {},
  watch: Watch = unwatched,
): (SilhouetteScore | null)[] {
  const all = labellings.map((labels) => partitionOfPoints(points, labels));
  const scorable = all.filter(isScorable);
  if (scorable.length === 0) return all.map(() => null);
  const scores = meanScores(points, scorable, options, watch);
  let next = 0;
  return all.map((partition) => (isScorable(partition) ? scores[next++] : null));
}

/**
 * Silhouettes of single rows of one labelling, for a picture: of all rows up to `exactUpTo`, above of a sample that holds
 * at least 50 rows of every cluster and of the noise, or all where there are fewer. Each value is exact. `rows` ascend.
 * In a sample small clusters stand out beyond their share, so a plain mean of its values is not the mean silhouette.
 */
export function silhouetteProfile(
  points: Matrix,
  labels: Int32Array,
  { exactUpTo = EXACT_SILHOUETTE_ROWS, seed = SEED }: SilhouetteOptions = {},
): { rows: Int32Array; values: Float64Array } | null {
  const partition = partitionOfPoints(points, labels);
  if (!isScorable(partition)) return null;
  const rows = points.rows <= exactUpTo ? allRows(points) : rowsOfEveryCluster(partition, seed);
  return { rows, values: exactly(points, [partition], rows, unwatched)[0] };
}

function meanScores(
  points: Matrix,
  partitions: readonly Partition[],
  { exactUpTo = EXACT_SILHOUETTE_ROWS, halfWidth = HALF_WIDTH, seed = SEED }: SilhouetteOptions,
  watch: Watch,
): SilhouetteScore[] {
  if (points.rows > exactUpTo) return estimateSilhouettes(points, partitions, { halfWidth, seed }, watch);
  return exactly(points, partitions, allRows(points), watch).map((values) => {
    let sum = 0;
    for (const value of values) sum += value;
    return { mean: sum / points.rows, method: 'exact', sampleSize: points.rows, halfWidth: 0 };
  });
}

function exactly(points: Matrix, partitions: readonly Partition[], rows: Int32Array, watch: Watch): Float64Array[] {
  const values = partitions.map(() => new Float64Array(rows.length));
  const share = (done: number): number => done / rows.length;
  scoreRows(passOver(points, partitions), { rows, from: 0, to: rows.length, values, share }, watch);
  pulse(watch, 'scores', 1);
  return values;
}

function allRows({ rows }: Matrix): Int32Array {
  return Int32Array.from({ length: rows }, (_, i) => i);
}

/** PROFILE_ROWS shared out over the groups by size, with a floor; each group draws from a stream of its own. */
function rowsOfEveryCluster(partition: Partition, seed: number): Int32Array {
  const { order, starts } = sortedByGroup(partition);
  const drawn: number[] = [];
  for (let group = 0; group < partition.groups; group++) {
    const size = partition.sizes[group];
    const share = Math.round((PROFILE_ROWS * size) / order.length);
    const wanted = Math.min(size, Math.max(PROFILE_ROWS_PER_CLUSTER, share));
    for (const place of sampleWithout(seededRandom(mixSeed(seed, group)), size, wanted)) {
      drawn.push(order[starts[group] + place]);
    }
  }
  return Int32Array.from(drawn).toSorted();
}
