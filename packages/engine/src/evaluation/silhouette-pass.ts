import { pulse, type Watch } from '../base/watch.ts';
import { LANES } from '../compute/distance-sums.ts';
import { kernels } from '../compute/thread.ts';
import { type Matrix, takeRows } from '../matrix/matrix.ts';
import { type Atoms, atomsOf } from './atoms.ts';
import type { Partition } from './partition.ts';

/** Customers scored between two looks at the watch. */
const ROWS_PER_PULSE = 256;

/** Everything a pass over distances needs, made once for its labellings. */
export interface Pass {
  readonly points: Matrix;
  readonly partitions: readonly Partition[];
  readonly atoms: Atoms;
  /** The points, sorted by atom. */
  readonly columns: Matrix;
}

/** What part of the rows named by `rows` to score, and where to put it. */
export interface Stretch {
  readonly rows: Int32Array;
  readonly from: number;
  readonly to: number;
  /** For every partition, the silhouette of rows[r] at [r]. Written. */
  readonly values: readonly Float64Array[];
  /** Progress to report when `done` rows of `rows` are scored. */
  readonly share: (done: number) => number;
}

export function passOver(points: Matrix, partitions: readonly Partition[]): Pass {
  const atoms = atomsOf(partitions);
  return { points, partitions, atoms, columns: takeRows(points, atoms.order) };
}

/**
 * Exact silhouettes of some rows against all rows, in every partition at once: each distance is computed once, whatever
 * the number of partitions. O(rows scored x n x d), and memory for the sums of one block of rows.
 */
export function scoreRows(pass: Pass, { rows, from, to, values, share }: Stretch, watch: Watch): void {
  const { points, partitions, atoms, columns } = pass;
  const { distanceSums, foldSums } = kernels();
  const lanes = new Float64Array(points.cols * LANES);
  const atomSums = new Float64Array((atoms.starts.length - 1) * LANES);
  const familySums = new Float64Array(Math.max(...atoms.families.map((family) => family.groups)) * LANES);
  const clusterSums = new Float64Array(Math.max(...partitions.map((partition) => partition.groups)) * LANES);
  for (let block = from; block < to; block += LANES) {
    fillLanes(points, rows, block, lanes);
    distanceSums(lanes, columns, atoms.starts, atomSums);
    for (const family of atoms.families) {
      foldSums(atomSums, family.into, family.groups, familySums);
      for (const member of family.members) {
        foldSums(familySums, member.into, member.groups, clusterSums);
        const partition = partitions[member.index];
        for (let lane = 0; lane < LANES && block + lane < to; lane++) {
          const own = partition.of[rows[block + lane]];
          values[member.index][block + lane] = silhouetteOf(clusterSums, lane, own, partition);
        }
      }
    }
    if ((block - from) % ROWS_PER_PULSE === 0) pulse(watch, 'scores', share(block));
  }
}

/** Lays the rows from `block` on side by side; past the last row, that row again. */
function fillLanes(points: Matrix, rows: Int32Array, block: number, lanes: Float64Array): void {
  for (let lane = 0; lane < LANES; lane++) {
    const row = rows[Math.min(block + lane, rows.length - 1)];
    for (let c = 0; c < points.cols; c++) lanes[c * LANES + lane] = points.data[row * points.cols + c];
  }
}

/** (b - a) / max(a, b) from the sums of distances to every cluster; 0 for noise, for a singleton and where a = b = 0. */
function silhouetteOf(sums: Float64Array, lane: number, own: number, { k, sizes }: Partition): number {
  if (own === k || sizes[own] === 1) return 0;
  let nearest = Infinity;
  for (let j = 0; j < k; j++) {
    if (j === own) continue;
    const mean = sums[j * LANES + lane] / sizes[j];
    if (mean < nearest) nearest = mean;
  }
  const within = sums[own * LANES + lane] / (sizes[own] - 1);
  const wider = Math.max(within, nearest);
  return wider === 0 ? 0 : (nearest - within) / wider;
}
