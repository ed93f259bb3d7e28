import type { Grouping, Partition } from './partition.ts';

/**
 * Many labellings of the same rows, laid out so that one pass over the distances serves all of them.
 * An atom is a set of rows that no labelling tells apart. Labellings that resemble each other form a family, with few
 * atoms of its own: sums over atoms go to the families first and from there to clusters, which costs far fewer
 * additions than going to every labelling at once.
 */
export interface Atoms {
  /** Rows sorted by atom; atom a is order[starts[a]] ... order[starts[a + 1] - 1]. */
  readonly order: Int32Array;
  readonly starts: Int32Array;
  readonly families: readonly Family[];
}

export interface Family {
  /** Family atom of every atom. */
  readonly into: Int32Array;
  readonly groups: number;
  readonly members: readonly Member[];
}

export interface Member {
  /** Place of the labelling in the list given. */
  readonly index: number;
  /** Group (cluster, or k for noise) of every family atom. */
  readonly into: Int32Array;
  readonly groups: number;
}

/** Pairs of groups a row that are numbered by a table; where there are more, groups are gone through one by one. */
const TABLE_CELLS_PER_ROW = 16;
const SMALL_TABLE = 4_096;

/** The coarsest grouping finer than both, numbered by first row. O(n + groups). */
export function refine(a: Grouping, b: Grouping): Grouping {
  const of = a.of.slice();
  return { of, groups: refineInPlace(of, a.groups, b) };
}

/** Splits the groups 0 .. groups - 1 of `of` by b; returns how many there are now. */
function refineInPlace(of: Int32Array, groups: number, b: Grouping): number {
  const n = of.length;
  if (groups * b.groups > TABLE_CELLS_PER_ROW * n + SMALL_TABLE) return refineSorted(of, groups, b);
  const other = b.of;
  const width = b.groups;
  // 0 for a pair that no row had so far, otherwise its number plus 1.
  const numbers = new Int32Array(groups * width);
  let count = 0;
  for (let i = 0; i < n; i++) {
    const cell = of[i] * width + other[i];
    let number = numbers[cell];
    if (number === 0) {
      number = ++count;
      numbers[cell] = number;
    }
    of[i] = number - 1;
  }
  return count;
}

/** The same with a table over the groups of `of` alone, as large as the rows at most. */
function refineSorted(of: Int32Array, groups: number, b: Grouping): number {
  const seenIn = new Int32Array(groups).fill(-1);
  const number = new Int32Array(groups);
  let count = 0;
  for (const i of sortedByGroup(b).order) {
    const group = of[i];
    if (seenIn[group] !== b.of[i]) {
      seenIn[group] = b.of[i];
      number[group] = count++;
    }
    of[i] = number[group];
  }
  return inOrderOfRows(of, count);
}

function inOrderOfRows(of: Int32Array, groups: number): number {
  const renumbered = new Int32Array(groups).fill(-1);
  let count = 0;
  for (let i = 0; i < of.length; i++) {
    if (renumbered[of[i]] < 0) renumbered[of[i]] = count++;
    of[i] = renumbered[of[i]];
  }
  return groups;
}

/** Rows sorted by group, in their own order within one (a counting sort). */
export function sortedByGroup({ of, groups }: Grouping): { order: Int32Array; starts: Int32Array } {
  const starts = new Int32Array(groups + 1);
  for (let i = 0; i < of.length; i++) starts[of[i] + 1]++;
  for (let g = 0; g < groups; g++) starts[g + 1] += starts[g];
  const next = starts.slice(0, groups);
  const order = new Int32Array(of.length);
  for (let i = 0; i < of.length; i++) order[next[of[i]]++] = i;
  return { order, starts };
}

/** Atoms and families of at least one partition, all of the same rows. */
export function atomsOf(partitions: readonly Partition[]): Atoms {
  const { order, starts } = sortedByGroup(jointly(partitions));
  const atoms = starts.length - 1;
  // All rows of an atom are alike, so from here on its first row stands for it.
  const byAtom = partitions.map(({ of, groups }) => {
    const ofAtom = new Int32Array(atoms);
    for (let atom = 0; atom < atoms; atom++) ofAtom[atom] = of[order[starts[atom]]];
    return { of: ofAtom, groups };
  });
  const families = kinsOf(byAtom).map(({ grouping, indices }) => ({
    into: grouping.of,
    groups: grouping.groups,
    members: indices.map((index) => {
      const into = new Int32Array(grouping.groups);
      for (let atom = 0; atom < atoms; atom++) into[grouping.of[atom]] = byAtom[index].of[atom];
      return { index, into, groups: byAtom[index].groups };
    }),
  }));
  return { order, starts, families };
}

function jointly([first, ...others]: readonly Partition[]): Grouping {
  const of = first.of.slice();
  return { of, groups: others.reduce((groups, partition) => refineInPlace(of, groups, partition), first.groups) };
}

interface Kin {
  readonly grouping: Grouping;
  readonly indices: readonly number[];
}

/**
 * Families of neighbours in the list: the two whose union saves the most additions are joined, until no union saves
 * any. Only neighbours are tried, because callers list the labellings of one algorithm side by side.
 */
function kinsOf(groupings: readonly Grouping[]): Kin[] {
  const kins: Kin[] = groupings.map((grouping, index) => ({ grouping, indices: [index] }));
  const unions = kins.slice(1).map((right, i) => union(kins[i], right));
  for (;;) {
    let most = 0;
    let at = -1;
    for (const [i, joined] of unions.entries()) {
      const saved = additions(kins[i]) + additions(kins[i + 1]) - additions(joined);
      if (saved > most) {
        most = saved;
        at = i;
      }
    }
    if (at < 0) return kins;
    kins.splice(at, 2, unions[at]);
    unions.splice(at, 1);
    if (at > 0) unions[at - 1] = union(kins[at - 1], kins[at]);
    if (at < unions.length) unions[at] = union(kins[at], kins[at + 1]);
  }
}

function union(a: Kin, b: Kin): Kin {
  return { grouping: refine(a.grouping, b.grouping), indices: [...a.indices, ...b.indices] };
}

/** Additions a row: every atom into the family, every family atom into each member. */
function additions({ grouping, indices }: Kin): number {
  return grouping.of.length + grouping.groups * indices.length;
}
