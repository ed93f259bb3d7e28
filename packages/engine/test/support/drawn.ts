import { type Matrix, matrix } from '../../src/matrix/matrix.ts';

export const DRAWN_COLS = 6;
export const DRAWN_GROUPS = 10;
/** Numbers set aside for one row, and the first of those for the groups. */
const NUMBERS_PER_ROW = 32;
const GROUP_NUMBERS = 2 ** 31;

/** Names points by how they are drawn, so that a golden file can hold numbers about 100,000 rows. */
export interface Drawn {
  readonly rows: number;
  readonly seed: number;
}

/**
 * Ten groups of unequal size and width in six columns, the last of which is heavy-tailed and knows no groups.
 * scripts/golden.py draws the same bits: whole numbers, exact sums, and no function that two libraries round differently.
 */
export function drawn({ rows, seed }: Drawn): { points: Matrix; groups: Int32Array } {
  const points = matrix(rows, DRAWN_COLS);
  const groups = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    const first = i * NUMBERS_PER_ROW;
    const group = Math.floor(DRAWN_GROUPS * uniform(seed, first) ** 2);
    groups[i] = group;
    for (let c = 0; c < DRAWN_COLS; c++) {
      const z = bell(seed, first + 1 + 4 * c);
      const centre = 8 * uniform(seed, GROUP_NUMBERS + group * 8 + c) - 4;
      const spread = 0.25 + group / 16;
      points.data[i * DRAWN_COLS + c] = c === DRAWN_COLS - 1 ? z * z * z : centre + spread * z;
    }
  }
  return { points, groups };
}

/** The 28 labellings of a sweep, as unlike as those of a sweep: nearest of k rows, k groups, k slices, and noise. */
export function drawnLabellings({ points, groups }: { points: Matrix; groups: Int32Array }): Int32Array[] {
  const ks = [2, 3, 4, 5, 6, 7, 8, 9, 10];
  const { rows } = points;
  return [
    ...ks.map((k) => Int32Array.from({ length: rows }, (_, i) => nearestOf(points, i, k))),
    ...ks.map((k) => groups.map((group) => group % k)),
    ...ks.map((k) => Int32Array.from({ length: rows }, (_, i) => Math.floor((i * k) / rows))),
    groups.map((group, i) => (i % 12 === 0 ? -1 : group)),
  ];
}

/** The nearest of the first k rows. */
function nearestOf({ data, cols }: Matrix, row: number, k: number): number {
  let nearest = 0;
  let least = Infinity;
  for (let other = 0; other < k; other++) {
    let squares = 0;
    for (let c = 0; c < cols; c++) squares += (data[row * cols + c] - data[other * cols + c]) ** 2;
    if (squares < least) {
      least = squares;
      nearest = other;
    }
  }
  return nearest;
}

/** Nearly normal, variance 1: four uniforms, whose sum is exact. */
function bell(seed: number, at: number): number {
  const sum = uniform(seed, at) + uniform(seed, at + 1) + uniform(seed, at + 2) + uniform(seed, at + 3);
  return (sum - 2) * 1.75;
}

/** Number `at` of a seed, in [0, 1): the whole number scrambled (C. Wellons' lowbias32). */
function uniform(seed: number, at: number): number {
  let x = (at + Math.imul(seed, 0x9e3779b9)) >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32;
}

/** FNV-1a over the labels as little-endian 32-bit words, taken whole: enough to tell one labelling from another. */
export function hashOf(labels: Int32Array): number {
  let hash = 0x811c9dc5;
  for (const label of labels) hash = Math.imul(hash ^ label, 0x01000193);
  return hash >>> 0;
}
