import type { Matrix } from './matrix.ts';

/** The distinct rows of a matrix, numbered in the order of their first copies. */
export interface DistinctRows {
  /** first[g] is the lowest row of group g. */
  readonly first: Int32Array;
  /** groupOf[row] is the group of a row. */
  readonly groupOf: Int32Array;
  /** Copies in every group. */
  readonly counts: Float64Array;
}

/** Groups exact copies of rows (0 and -0 are equal) by open addressing. O(n d). */
export function distinctRows(points: Matrix): DistinctRows {
  const { rows, cols, data } = points;
  let slots = 4;
  while (slots < 2 * rows) slots *= 2;
  const table = new Int32Array(slots).fill(-1);
  const first = new Int32Array(rows);
  const groupOf = new Int32Array(rows);
  const counts = new Float64Array(rows);
  const number = new Float64Array(1);
  const words = new Int32Array(number.buffer);
  let groups = 0;
  for (let i = 0; i < rows; i++) {
    let hash = 0;
    for (let c = 0; c < cols; c++) {
      number[0] = data[i * cols + c] + 0; // adding 0 turns -0 into 0
      hash = Math.imul(hash ^ words[0], 0x21f0aaad);
      hash = Math.imul(hash ^ (hash >>> 15) ^ words[1], 0x735a2d97);
      hash ^= hash >>> 15;
    }
    let slot = hash & (slots - 1);
    while (table[slot] >= 0 && !sameRow(points, first[table[slot]], i)) slot = (slot + 1) & (slots - 1);
    if (table[slot] < 0) {
      table[slot] = groups;
      first[groups++] = i;
    }
    groupOf[i] = table[slot];
    counts[table[slot]]++;
  }
  return { first: first.slice(0, groups), groupOf, counts: counts.slice(0, groups) };
}

function sameRow(points: Matrix, i: number, j: number): boolean {
  const { data, cols } = points;
  for (let c = 0; c < cols; c++) if (data[i * cols + c] !== data[j * cols + c]) return false;
  return true;
}
