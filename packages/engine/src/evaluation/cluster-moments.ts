import { foldMoments, type Moments, triangle } from '../compute/moments.ts';
import { kernels } from '../compute/thread.ts';
import type { Pass } from './silhouette-pass.ts';

/** Mean and scatter of every group of every partition, noise included, from those of the atoms. O(n d^2). */
export function clusterMoments({ partitions, atoms, layout: { columns } }: Pass): Moments[] {
  const d = columns.cols;
  const ofAtoms = momentsFor(atoms.starts.length - 1, d);
  kernels().groupMoments(columns, atoms.starts, ofAtoms);
  const all = partitions.map(({ groups }) => momentsFor(groups, d));
  for (const family of atoms.families) {
    const ofFamily = momentsFor(family.groups, d);
    foldMoments(ofAtoms, family.into, ofFamily);
    for (const { index, into } of family.members) foldMoments(ofFamily, into, all[index]);
  }
  return all;
}

function momentsFor(groups: number, d: number): Moments {
  return {
    counts: new Float64Array(groups),
    means: { data: new Float64Array(groups * d), rows: groups, cols: d },
    scatters: new Float64Array(groups * triangle(d)),
  };
}
