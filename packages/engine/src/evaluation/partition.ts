import { fault } from '../base/faults.ts';
import type { Matrix } from '../matrix/matrix.ts';

/** Rows split into groups: row i is in group of[i], 0 to groups - 1. */
export interface Grouping {
  readonly of: Int32Array;
  readonly groups: number;
}

/** A labelling with its clusters numbered 0 to k - 1 without gaps, in the order of their labels; noise is group k. */
export interface Partition extends Grouping {
  readonly k: number;
  /** Rows of every group, k + 1 long; the last is noise. */
  readonly sizes: Int32Array;
  /** Rows that are not noise. */
  readonly clustered: number;
}

/**
 * Reads labels as scikit-learn writes them: any number below 0 is noise, numbers may be skipped. Where they are as they
 * should be already, the labels themselves are what `of` gives. Takes memory for the largest label.
 */
export function partitionOf(labels: Int32Array): Partition {
  const n = labels.length;
  const counts = countsOf(labels);
  const number = new Int32Array(counts.length);
  let k = 0;
  for (let label = 0; label < counts.length; label++) if (counts[label] > 0) number[label] = k++;
  const sizes = new Int32Array(k + 1);
  let clustered = 0;
  for (let label = 0; label < counts.length; label++) {
    if (counts[label] === 0) continue;
    sizes[number[label]] = counts[label];
    clustered += counts[label];
  }
  sizes[k] = n - clustered;
  const gapless = k === 0 || (counts[k - 1] > 0 && number[k - 1] === k - 1);
  if (gapless && clustered === n) return { of: labels, groups: k + 1, k, sizes, clustered };
  const of = new Int32Array(n);
  for (let i = 0; i < n; i++) of[i] = labels[i] < 0 ? k : number[labels[i]];
  return { of, groups: k + 1, k, sizes, clustered };
}

/** Rows of every label from 0 on; zeros follow the largest. */
function countsOf(labels: Int32Array): Int32Array {
  // Two counters a label, so that a row does not wait for the one before it.
  let counts = new Int32Array(64);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    if (label < 0) continue;
    if (2 * label >= counts.length) {
      const longer = new Int32Array(4 * label + 2);
      longer.set(counts);
      counts = longer;
    }
    counts[2 * label + (i & 1)]++;
  }
  for (let label = 0; 2 * label < counts.length; label++) counts[label] = counts[2 * label] + counts[2 * label + 1];
  return counts.subarray(0, counts.length / 2);
}

/** The same, for labels of these points. Throws MATRIX_SHAPE when there is not one label a row. */
export function partitionOfPoints(points: Matrix, labels: Int32Array): Partition {
  if (labels.length !== points.rows) throw fault('MATRIX_SHAPE', { rows: points.rows, cols: 1, length: labels.length });
  return partitionOf(labels);
}

/** Whether scores of separation exist: at least two clusters, and fewer than clustered rows (scikit-learn's rule). */
export function isScorable({ k, clustered }: Partition): boolean {
  return k >= 2 && k < clustered;
}

/** Mean row of every cluster, k x d. Noise is left out. */
export function clusterMeans(points: Matrix, { of, k, sizes }: Partition): Matrix {
  const d = points.cols;
  const data = new Float64Array(k * d);
  for (let i = 0; i < points.rows; i++) {
    if (of[i] === k) continue;
    const to = of[i] * d;
    for (let c = 0; c < d; c++) data[to + c] += points.data[i * d + c];
  }
  for (let j = 0; j < k; j++) for (let c = 0; c < d; c++) data[j * d + c] /= sizes[j];
  return { data, rows: k, cols: d };
}

/** Rows of clusters 0, 1, ...; at least `atLeast` clusters. Noise is not counted. */
export function clusterSizes(labels: Int32Array, atLeast = 0): number[] {
  const counts = countsOf(labels);
  let count = counts.length;
  while (count > 0 && counts[count - 1] === 0) count--;
  return Array.from({ length: Math.max(count, atLeast) }, (_, label) => counts[label] ?? 0);
}
