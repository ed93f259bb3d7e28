import { foldMoments, type Moments, triangle } from '../compute/moments.ts';
import type { Room } from '../compute/room.ts';
import { defineTask } from '../compute/task.ts';
import { mapTeam } from '../compute/team.ts';
import { inRoom, kernels } from '../compute/thread.ts';
import type { Matrix } from '../matrix/matrix.ts';
import { partsOf } from './silhouette-layout.ts';
import type { Pass } from './silhouette-pass.ts';

/** Mean and scatter of every group of every partition, noise included, from those of the atoms. O(n d^2). */
export function clusterMoments(pass: Pass): Moments[] {
  const { partitions, atoms } = pass;
  const d = pass.points.cols;
  const all = partitions.map(({ groups }) => momentsFor(groups, d));
  inRoom((room) => {
    const ofAtoms = atomMoments(pass, room);
    for (const family of atoms.families) {
      const ofFamily = momentsFor(family.groups, d);
      foldMoments(ofAtoms, family.into, ofFamily);
      for (const { index, into } of family.members) foldMoments(ofFamily, into, all[index]);
    }
  });
  return all;
}

interface AtomInput {
  readonly columns: Matrix;
  readonly starts: Int32Array;
  readonly out: Moments;
}

export const momentsTask = defineTask('moments of atoms', ({ columns, starts, out }: AtomInput): null => {
  kernels().groupMoments(columns, starts, out);
  return null;
});

function atomMoments({ atoms, layout: { columns } }: Pass, room: Room): Moments {
  const d = columns.cols;
  const count = atoms.starts.length - 1;
  const starts = room.i32(count + 1);
  starts.set(atoms.starts);
  const counts = room.f64(count);
  const means = { data: room.f64(count * d), rows: count, cols: d };
  const scatters = room.f64(count * triangle(d));
  const parts = partsOf(count, columns.rows).map(({ from, to }) => ({
    columns,
    starts: starts.subarray(from, to + 1),
    out: {
      counts: counts.subarray(from, to),
      means: { data: means.data.subarray(from * d, to * d), rows: to - from, cols: d },
      scatters: scatters.subarray(from * triangle(d), to * triangle(d)),
    },
  }));
  mapTeam(momentsTask, parts);
  return { counts, means, scatters };
}

function momentsFor(groups: number, d: number): Moments {
  return {
    counts: new Float64Array(groups),
    means: { data: new Float64Array(groups * d), rows: groups, cols: d },
    scatters: new Float64Array(groups * triangle(d)),
  };
}
