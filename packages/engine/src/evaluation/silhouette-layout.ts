import type { Room } from '../compute/room.ts';
import { type Layout, MEMBER_WORDS } from '../compute/silhouette-rows.ts';
import type { Matrix } from '../matrix/matrix.ts';
import { type Atoms, atomsOf } from './atoms.ts';
import type { Partition } from './partition.ts';

/** Columns whose distances are added in f32 before they go to a sum in f64. */
const PIECE = 64;

/** Partitions of the points as tables for `silhouetteRows`, in the room. */
export function layOut(points: Matrix, partitions: readonly Partition[], room: Room): { atoms: Atoms; layout: Layout } {
  const atoms = atomsOf(partitions);
  const columns = sorted(points, atoms.order, room);
  return {
    atoms,
    layout: { columns, ...fineColumns(columns, room), ...pieces(atoms, room), ...members(atoms, partitions, room) },
  };
}

function sorted({ data, rows, cols }: Matrix, order: Int32Array, room: Room): Matrix {
  const taken = room.f64(rows * cols);
  for (let i = 0, to = 0; i < rows; i++) {
    for (let from = order[i] * cols, c = 0; c < cols; c++) taken[to++] = data[from + c];
  }
  return { data: taken, rows, cols };
}

/** In f32 about the mean, scaled by a power of two so that no square overflows and none that matters vanishes. */
function fineColumns({ data, rows, cols }: Matrix, room: Room): Pick<Layout, 'fine' | 'centre' | 'scale'> {
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
  const scale = largest > 0 ? 2 ** -Math.ceil(Math.log2(largest)) : 1;
  const fine = room.f32(rows * cols);
  for (let at = 0, i = 0; i < rows; i++) for (let c = 0; c < cols; c++, at++) fine[at] = (data[at] - centre[c]) * scale;
  return { fine, centre, scale };
}

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
