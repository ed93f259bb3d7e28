import type { Room } from '../compute/room.ts';
import { type Layout, MEMBER_WORDS } from '../compute/silhouette-rows.ts';
import { defineTask } from '../compute/task.ts';
import { mapTeam } from '../compute/team.ts';
import type { Matrix } from '../matrix/matrix.ts';
import { type Atoms, atomsOf } from './atoms.ts';
import type { Partition } from './partition.ts';

/** Columns whose distances are added in f32 before they go to a sum in f64. */
const PIECE = 64;

/** Rows from which a walk over them is shared out over the team, and into how many parts. */
const ROWS_FOR_TEAM = 20_000;
const PARTS = 8;

/** Partitions of the points as tables for `silhouetteRows`, in the room. */
export function layOut(points: Matrix, partitions: readonly Partition[], room: Room): { atoms: Atoms; layout: Layout } {
  const atoms = atomsOf(partitions);
  return {
    atoms,
    layout: { ...columnsIn(points, atoms.order, room), ...pieces(atoms, room), ...members(atoms, partitions, room) },
  };
}

/** Parts of 0 ... count - 1 for the team, the same for any number of threads; a single one where there is little to do. */
export function partsOf(count: number, rows: number): { from: number; to: number }[] {
  const parts = rows < ROWS_FOR_TEAM ? 1 : PARTS;
  return Array.from({ length: parts }, (_, part) => ({
    from: Math.floor((count * part) / parts),
    to: Math.floor((count * (part + 1)) / parts),
  }));
}

/** The points by atom, and the same in f32 about the mean, scaled so that no square overflows and none vanishes. */
function columnsIn(
  points: Matrix,
  order: Int32Array,
  room: Room,
): Pick<Layout, 'columns' | 'fine' | 'centre' | 'scale'> {
  const { rows, cols } = points;
  const { centre, scale } = frameOf(points, room);
  const columns = { data: room.f64(rows * cols), rows, cols };
  const fine = room.f32(rows * cols);
  const shared = { points: room.matrix(points), order: room.i32(rows), columns, fine, centre, scale };
  shared.order.set(order);
  mapTeam(
    sortTask,
    partsOf(rows, rows).map((part) => ({ ...shared, ...part })),
  );
  return { columns, fine, centre, scale };
}

/** Mean of the points, and a power of two that makes the largest offset from it at most 1. */
function frameOf({ data, rows, cols }: Matrix, room: Room): Pick<Layout, 'centre' | 'scale'> {
  const centre = room.f64(cols);
  for (let at = 0, i = 0; i < rows; i++) for (let c = 0; c < cols; c++) centre[c] += data[at++];
  for (let c = 0; c < cols; c++) centre[c] /= rows;
  let largest = 0;
  for (let at = 0, i = 0; i < rows; i++) {
    for (let c = 0; c < cols; c++) {
      const size = Math.abs(data[at++] - centre[c]);
      if (size > largest) largest = size;
    }
  }
  return { centre, scale: largest > 0 ? 2 ** -Math.ceil(Math.log2(largest)) : 1 };
}

interface SortInput extends Pick<Layout, 'columns' | 'fine' | 'centre' | 'scale'> {
  readonly points: Matrix;
  readonly order: Int32Array;
  readonly from: number;
  readonly to: number;
}

export const sortTask = defineTask('sort rows by atom', (input: SortInput): null => {
  const { points, order, columns, fine, centre, scale, from, to } = input;
  const d = points.cols;
  const { data } = points;
  const taken = columns.data;
  for (let i = from, at = from * d; i < to; i++) {
    for (let source = order[i] * d, c = 0; c < d; c++, at++) {
      const value = data[source + c];
      taken[at] = value;
      fine[at] = (value - centre[c]) * scale;
    }
  }
  return null;
});

function pieces({ starts: atomStarts, families }: Atoms, room: Room) {
  const atoms = atomStarts.length - 1;
  let count = 0;
  for (let a = 0; a < atoms; a++) count += Math.ceil((atomStarts[a + 1] - atomStarts[a]) / PIECE);
  const starts = room.i32(count + 1);
  const into = room.i32(count * families.length);
  const pieceOf = room.i32(atomStarts[atoms]);
  const firsts: number[] = [];
  let familyGroups = 0;
  for (const { groups } of families) {
    firsts.push(familyGroups);
    familyGroups += groups;
  }
  let piece = 0;
  for (let a = 0; a < atoms; a++) {
    for (let at = atomStarts[a]; at < atomStarts[a + 1]; at += PIECE, piece++) {
      const end = Math.min(at + PIECE, atomStarts[a + 1]);
      starts[piece + 1] = end;
      pieceOf.fill(piece, at, end);
      for (let f = 0; f < families.length; f++) into[piece * families.length + f] = firsts[f] + families[f].into[a];
    }
  }
  return { starts, into, pieceOf, families: families.length, familyGroups };
}

/** Members stand in the order of the partitions, so that their values do. */
function members(
  { families }: Atoms,
  partitions: readonly Partition[],
  room: Room,
): Pick<Layout, 'members' | 'clusters' | 'sizes' | 'shares'> {
  const words = room.i32(partitions.length * MEMBER_WORDS);
  const totals = families.reduce((sum, family) => sum + family.groups * family.members.length, 0);
  const groups = partitions.reduce((sum, partition) => sum + partition.groups, 0);
  const clusters = room.i32(totals);
  const sizes = room.i32(groups);
  const shares = room.f64(2 * groups);
  let first = 0;
  let clusterAt = 0;
  let sizeAt = 0;
  families.forEach((family, number) => {
    for (const { index, into } of family.members) {
      const partition = partitions[index];
      words.set([first, family.groups, partition.groups, clusterAt, sizeAt, number], index * MEMBER_WORDS);
      clusters.set(into, clusterAt);
      sizes.set(partition.sizes, sizeAt);
      for (let j = 0; j < partition.k; j++) {
        const size = partition.sizes[j];
        shares[2 * (sizeAt + j)] = 1 / size;
        if (size > 1) shares[2 * (sizeAt + j) + 1] = 1 / (size - 1);
      }
      clusterAt += family.groups;
      sizeAt += partition.groups;
    }
    first += family.groups;
  });
  return { members: words, clusters, sizes, shares };
}
