import type { Matrix } from '../matrix/matrix.ts';
import { distanceSums, foldSums, LANES } from './distance-sums.ts';

/**
 * Many labellings of the same points, laid out for one pass over the distances. Points are sorted by atom, and a piece
 * is a part of one atom. Every family of labellings has groups of its own, numbered through over all families.
 */
export interface Layout {
  /** The points, sorted by atom. */
  readonly columns: Matrix;
  /** The same in f32, about `centre` and times `scale`: at most 1. */
  readonly fine: Float32Array;
  readonly centre: Float64Array;
  readonly scale: number;
  /** Piece p is the columns starts[p] ... starts[p + 1] - 1. */
  readonly starts: Int32Array;
  /** Piece of every column. */
  readonly pieceOf: Int32Array;
  /** Group of piece p in family f is into[p * families + f]. */
  readonly into: Int32Array;
  readonly families: number;
  readonly familyGroups: number;
  /** MEMBER_WORDS words a labelling: first group of its family, groups of its family, its own groups (the last one is
   * noise), where its part of `clusters` and of `sizes` starts, number of its family. */
  readonly members: Int32Array;
  /** For every labelling, its group for every group of its family. */
  readonly clusters: Int32Array;
  /** For every labelling, the rows of its groups. */
  readonly sizes: Int32Array;
  /** For every group, 1 / size and 1 / (size - 1); the latter 0 for noise and for a single row. */
  readonly shares: Float64Array;
}

export const MEMBER_WORDS = 6;

/** Which rows to score, by their places among the columns, and where to put it. */
export interface Scored {
  readonly places: Int32Array;
  /** `stride` numbers a labelling; the silhouette of places[r] is at r. `stride` is a multiple of 8. */
  readonly values: Float64Array;
  readonly stride: number;
  /** Working room for `to - from` numbers. */
  readonly doubtful: Int32Array;
  /** `workNumbers` numbers of working room. */
  readonly work: Float64Array;
}

/** Working room of `silhouetteRows`, in numbers. */
export function workNumbers({ columns, familyGroups, members, starts }: Layout): number {
  let widest = 0;
  for (let m = 2; m < members.length; m += MEMBER_WORDS) widest = Math.max(widest, members[m]);
  return 8 * (columns.cols + 2 + 2 * familyGroups + widest) + LANES * starts.length;
}

/**
 * Exact silhouettes of places[from] ... places[to - 1] in every labelling. `from` is a multiple of 8. Noise and single
 * rows have 0. Each distance is computed once. O((to - from) n d).
 */
export function silhouetteRows(layout: Layout, scored: Scored, from: number, to: number): void {
  const { columns, starts, familyGroups } = layout;
  const { places, work } = scored;
  const d = columns.cols;
  const lanes = work.subarray(0, d * LANES);
  const pieceSums = work.subarray(lanes.length, lanes.length + (starts.length - 1) * LANES);
  const rest = work.subarray(lanes.length + pieceSums.length);
  const familySums = rest.subarray(0, familyGroups * LANES);
  const clusterSums = rest.subarray(familySums.length);
  for (let block = from; block < to; block += LANES) {
    const last = Math.min(block + LANES, to) - 1;
    for (let lane = 0; lane < LANES; lane++) {
      const place = places[Math.min(block + lane, last)];
      for (let c = 0; c < d; c++) lanes[c * LANES + lane] = columns.data[place * d + c];
    }
    distanceSums(lanes, columns, starts, pieceSums);
    addPieces(layout, pieceSums, familySums);
    scoreBlock(layout, scored, { block, last }, familySums, clusterSums);
  }
}

function addPieces({ into, families }: Layout, pieceSums: Float64Array, familySums: Float64Array): void {
  familySums.fill(0);
  for (let at = 0; at < into.length; at++) {
    const from = Math.floor(at / families) * LANES;
    const to = into[at] * LANES;
    for (let lane = 0; lane < LANES; lane++) familySums[to + lane] += pieceSums[from + lane];
  }
}

function scoreBlock(
  { members, clusters, sizes, into, families, pieceOf }: Layout,
  { places, values, stride }: Scored,
  { block, last }: { block: number; last: number },
  familySums: Float64Array,
  clusterSums: Float64Array,
): void {
  for (let m = 0; m * MEMBER_WORDS < members.length; m++) {
    const [first, fine, groups, clusterAt, sizeAt, family] = members.subarray(m * MEMBER_WORDS, (m + 1) * MEMBER_WORDS);
    const cluster = clusters.subarray(clusterAt, clusterAt + fine);
    foldSums(familySums.subarray(first * LANES, (first + fine) * LANES), cluster, groups, clusterSums);
    for (let r = block; r <= last; r++) {
      const own = cluster[into[pieceOf[places[r]] * families + family] - first];
      values[m * stride + r] = silhouetteOf(clusterSums, r - block, own, sizes.subarray(sizeAt, sizeAt + groups));
    }
  }
}

/** (b - a) / max(a, b) from the sums of distances to every cluster; 0 for noise, for a single row and where a = b = 0. */
function silhouetteOf(sums: Float64Array, lane: number, own: number, sizes: Int32Array): number {
  const k = sizes.length - 1;
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
