import type { Moments } from '../compute/moments.ts';
import type { Room } from '../compute/room.ts';
import { MEMBER_WORDS } from '../compute/silhouette-rows.ts';
import type { Spreading } from '../compute/spread.ts';
import { defineTask } from '../compute/task.ts';
import { mapTeam } from '../compute/team.ts';
import { kernels } from '../compute/thread.ts';
import type { Matrix } from '../matrix/matrix.ts';
import { calinskiHarabaszOf } from './calinski-harabasz.ts';
import { daviesBouldinOf } from './davies-bouldin.ts';
import { partsOf } from './silhouette-layout.ts';
import type { Pass } from './silhouette-pass.ts';

/** The two scores that compare clusters by their means. */
export interface Separation {
  readonly daviesBouldin: number;
  readonly calinskiHarabasz: number;
}

/**
 * Davies-Bouldin and Calinski-Harabasz of every partition of a pass, as the functions of those names compute them one by
 * one: means and squares come from those of the atoms, and one walk over the rows adds the distances to all means.
 */
export function separationsIn(pass: Pass, moments: readonly Moments[], room: Room): Separation[] {
  const { layout, partitions } = pass;
  const { columns, sizes } = layout;
  const d = columns.cols;
  const means: Matrix = { data: room.f64(sizes.length * d), rows: sizes.length, cols: d };
  partitions.forEach((_, m) => means.data.set(moments[m].means.data, firstGroup(pass, m) * d));
  const common = { columns, starts: layout.starts, groups: groupsOf(pass, room), labellings: partitions.length, means };
  const parts = partsOf(layout.starts.length - 1, columns.rows).map((part) => ({
    ...common,
    ...part,
    sums: room.f64(sizes.length),
  }));
  mapTeam(spreadTask, parts);
  const [{ sums }, ...others] = parts;
  for (const other of others) for (let group = 0; group < sums.length; group++) sums[group] += other.sums[group];
  return partitions.map((partition, m): Separation => {
    const from = firstGroup(pass, m);
    const spreads = Float64Array.from(partition.sizes.subarray(0, partition.k), (size, j) => sums[from + j] / size);
    const centroids = { data: moments[m].means.data.subarray(0, partition.k * d), rows: partition.k, cols: d };
    return {
      daviesBouldin: daviesBouldinOf(centroids, spreads),
      calinskiHarabasz: calinskiHarabaszOf(centroids, partition, squaresIn(moments[m], partition.k)),
    };
  });
}

interface SpreadInput extends Spreading {
  /** Pieces. */
  readonly from: number;
  readonly to: number;
}

export const spreadTask = defineTask(
  'distances to means',
  ({ from, to, starts, groups, ...input }: SpreadInput): null => {
    const { labellings } = input;
    kernels().spreadSums({
      ...input,
      starts: starts.subarray(from, to + 1),
      groups: groups.subarray(from * labellings, to * labellings),
    });
    return null;
  },
);

/** Squared distances to the means of the first k groups, added up. */
function squaresIn({ scatters, means }: Moments, k: number): number {
  const d = means.cols;
  let sum = 0;
  for (let j = 0, s = 0; j < k; j++) for (let p = 0; p < d; s += d - p, p++) sum += scatters[s];
  return sum;
}

function firstGroup({ layout }: Pass, m: number): number {
  return layout.members[m * MEMBER_WORDS + 4];
}

/** Group of every piece in every partition, numbered through. */
function groupsOf({ layout: { members, clusters, into, families, starts } }: Pass, room: Room): Int32Array {
  const pieces = starts.length - 1;
  const labellings = members.length / MEMBER_WORDS;
  const groups = room.i32(pieces * labellings);
  for (let m = 0; m < labellings; m++) {
    const [first, , , clusterAt, sizeAt, family] = members.subarray(m * MEMBER_WORDS, (m + 1) * MEMBER_WORDS);
    for (let piece = 0; piece < pieces; piece++)
      groups[piece * labellings + m] = sizeAt + clusters[clusterAt + into[piece * families + family] - first];
  }
  return groups;
}
