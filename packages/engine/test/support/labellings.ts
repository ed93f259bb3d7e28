import * as fc from 'fast-check';
import { type Matrix, matrix, squaredDistance } from '../../src/matrix/matrix.ts';

/** Labellings of four rows that no score is defined for. */
export const unscorable: [name: string, labels: number[]][] = [
  ['one cluster', [0, 0, 0, 0]],
  ['one cluster beside noise', [-1, 0, 0, 0]],
  ['noise alone', [-1, -1, -1, -1]],
  ['a cluster for every row', [0, 1, 2, 3]],
  ['a cluster for every row that is not noise', [0, 1, -1, 2]],
];

/** Silhouettes straight from the definition: for every row, mean distances to every cluster. Noise and singletons 0. */
export function plainSilhouettes(points: Matrix, labels: Int32Array): number[] {
  const clusters = [...new Set(labels)].filter((label) => label >= 0);
  return Array.from(labels, (own, i) => {
    const mates = rowsOf(labels, own).filter((j) => j !== i);
    if (own < 0 || mates.length === 0) return 0;
    const meanTo = (rows: number[]): number =>
      rows.reduce((sum, j) => sum + Math.sqrt(squaredDistance(points, i, points, j)), 0) / rows.length;
    const a = meanTo(mates);
    const b = Math.min(...clusters.filter((label) => label !== own).map((label) => meanTo(rowsOf(labels, label))));
    return Math.max(a, b) === 0 ? 0 : (b - a) / Math.max(a, b);
  });
}

export function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

function rowsOf(labels: Int32Array, label: number): number[] {
  return Array.from(labels, (_, i) => i).filter((i) => labels[i] === label);
}

/** Points with a labelling that has two clusters or more and fewer than clustered rows; every third has noise. */
export const labelled: fc.Arbitrary<{ points: Matrix; labels: Int32Array }> = fc
  .record({
    rows: fc.integer({ min: 4, max: 40 }),
    cols: fc.integer({ min: 1, max: 5 }),
    k: fc.integer({ min: 2, max: 4 }),
  })
  .chain(({ rows, cols, k }) =>
    fc.record({
      points: pointsOf(rows, cols),
      labels: labelsOf(rows, k),
    }),
  )
  .filter(({ labels }) => {
    const clustered = labels.filter((label) => label >= 0);
    const k = new Set(clustered).size;
    return k >= 2 && k < clustered.length;
  });

/** Points to four decimals: no overflow, and enough repeats to meet distances of 0. */
export function pointsOf(rows: number, cols: number): fc.Arbitrary<Matrix> {
  return fc
    .array(fc.integer({ min: -100_000, max: 100_000 }), { minLength: rows * cols, maxLength: rows * cols })
    .map((values) =>
      matrix(
        rows,
        cols,
        Float64Array.from(values, (value) => value / 10_000),
      ),
    );
}

/** Labels -1 (in a third of the labellings) and 0 to k - 1. */
export function labelsOf(rows: number, k: number): fc.Arbitrary<Int32Array> {
  return fc
    .oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constant(-1) })
    .chain((min) => fc.array(fc.integer({ min, max: k - 1 }), { minLength: rows, maxLength: rows }))
    .map((labels) => Int32Array.from(labels));
}

/** The largest difference of two lists of numbers, or NaN when one is missing or longer. */
export function apart(a: Float64Array | null, b: Float64Array | null): number {
  if (a === null || b === null || a.length !== b.length) return NaN;
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
}

/** Moves, turns in the first two columns, and scales the points: no score of separation may notice. */
export function moved(points: Matrix, angle = 0.7, scale = 3, shift = 5): Matrix {
  const turned = matrix(points.rows, points.cols, points.data.slice());
  for (let i = 0; i < points.rows && points.cols > 1; i++) {
    const x = points.data[i * points.cols];
    const y = points.data[i * points.cols + 1];
    turned.data[i * points.cols] = x * Math.cos(angle) - y * Math.sin(angle);
    turned.data[i * points.cols + 1] = x * Math.sin(angle) + y * Math.cos(angle);
  }
  return matrix(
    points.rows,
    points.cols,
    turned.data.map((value) => scale * value + shift),
  );
}

/** Row i is row order[i] of the given. */
export function reordered<Values extends Int32Array | Float64Array>(values: Values, order: ArrayLike<number>): Values {
  return values.map((_, i) => values[order[i]]) as Values; // map keeps the kind of array; the compiler sees the union
}

/** Some order of n rows, fixed by n: every row once, as 7919 is prime and no divisor of n here. */
export function shuffledOrder(n: number): Int32Array {
  return Int32Array.from({ length: n }, (_, i) => (i * 7919 + 13) % n);
}
