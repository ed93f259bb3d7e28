import { fault } from '../base/faults.ts';
import { posteriors } from '../clustering/gaussian-mixture.ts';
import { assignNearest } from '../clustering/k-means.ts';
import { transformTable } from '../features/space.ts';
import type { ColumnReport } from '../features/column-report.ts';
import type { CustomerTable } from '../features/table.ts';
import { type Matrix, matrix, takeRows } from '../matrix/matrix.ts';
import type { Algorithm } from '../selection/candidate.ts';
import { clusterMeans, marginConfidences, shareConfidences } from './confidence.ts';
import { nearestCores } from './nearest-core.ts';
import type { Segmentation } from './segmentation.ts';

/** How a fitted segmentation tells a new customer's cluster; all arrays are row-major and plain. */
export type Membership =
  /** The nearest of these means. */
  | { readonly kind: 'means'; readonly means: readonly number[] }
  /** The most likely component. */
  | {
      readonly kind: 'mixture';
      readonly weights: readonly number[];
      readonly means: readonly number[];
      readonly covariances: readonly number[];
    }
  /** The cluster of the nearest core customer within `eps`, else noise. `means` are for the confidence. */
  | {
      readonly kind: 'cores';
      readonly eps: number;
      readonly points: readonly number[];
      readonly labels: readonly number[];
      readonly means: readonly number[];
    };

/** All that is needed to give new customers their segment: plain data, the same after a way through JSON. */
export interface SegmentModel {
  readonly version: 1;
  readonly algorithm: Algorithm;
  /** Every feature the segmentation was made from, in the table's order. */
  readonly names: readonly string[];
  /** The features clustering saw, in the order of the matrix columns, and what was done to them. */
  readonly used: readonly string[];
  readonly columns: readonly ColumnReport[];
  /** Lowest and highest value of each used feature among the customers it was made from. */
  readonly ranges: readonly { readonly min: number; readonly max: number }[];
  /** Segment of each cluster; -1 for a cluster that no customer was in. */
  readonly segments: readonly number[];
  readonly membership: Membership;
}

/** What `score` says of every customer, in the order of the table. */
export interface Scores {
  /** Segment of every row, -1 for noise. */
  readonly labels: Int32Array;
  /** See `confidences`. */
  readonly confidence: Float64Array;
  /** 1 for a row with a value outside the range that the segmentation was made from: its segment is an extrapolation. */
  readonly outOfRange: Uint8Array;
  /** Rows outside the range, by feature. */
  readonly outOfRangeByFeature: Readonly<Record<string, number>>;
}

/** The frozen model of a segmentation. */
export function toModel(segmentation: Segmentation): SegmentModel {
  const { space, winner, labels, names, base } = segmentation;
  const clusters = winner.labels.reduce((most, label) => Math.max(most, label), -1) + 1;
  const segments = Array.from({ length: clusters }, () => -1);
  winner.labels.forEach((cluster, position) => {
    if (cluster >= 0) segments[cluster] = labels[space.order[position]];
  });
  return {
    version: 1,
    algorithm: winner.algorithm,
    names: [...names],
    used: [...space.used],
    columns: space.columns.filter((column) => column.used),
    ranges: space.used.map((name) => ({ min: base[name].min, max: base[name].max })),
    segments,
    membership: membershipOf(segmentation, clusters),
  };
}

function membershipOf({ space, winner }: Segmentation, clusters: number): Membership {
  const { model, params, labels } = winner;
  if (model.kind === 'GaussianMixture') {
    const { weights, means, covariances } = model;
    return { kind: 'mixture', weights: [...weights], means: [...means.data], covariances: [...covariances] };
  }
  if (model.kind === 'KMeans') {
    return { kind: 'means', means: [...model.centroids.data.subarray(0, clusters * space.points.cols)] };
  }
  const means = [...clusterMeans(space.points, labels).data];
  if (model.kind === 'Agglomerative' || !('eps' in params)) return { kind: 'means', means };
  const cores = Int32Array.from(model.core.keys()).filter((row) => model.core[row] === 1);
  const points = [...takeRows(space.points, cores).data];
  return { kind: 'cores', eps: params.eps, points, labels: Array.from(cores, (row) => labels[row]), means };
}

/**
 * Gives customers the segments of a model, with the preprocessing it was made with: K-Means and agglomerative clustering
 * by the nearest mean, a Gaussian mixture by the highest posterior, DBSCAN by the nearest core customer within eps (else
 * -1). A missing value counts as the fitted median. A row alone gets what it gets in a batch. The customers a K-Means or
 * a mixture was made from get their own segments back.
 *
 * Throws MODEL_MISMATCH for features the model does not know and for used features that are not in the table, and
 * VALUE_NOT_FINITE.
 */
export function score(model: SegmentModel, table: CustomerTable): Scores {
  const { names, used, segments } = model;
  if (table.names.some((name) => !names.includes(name)))
    throw fault('MODEL_MISMATCH', { expected: names.join(', '), received: table.names.join(', ') });
  refuseInfinite(table);
  const points = transformTable(model.columns, used, table);
  const { labels: clusters, confidence } = assign(points, model);
  return { labels: clusters.map((cluster) => segments[cluster] ?? -1), confidence, ...outside(model, table) };
}

/**
 * Share of the customers a model was made from that it gives their own segment: 1 for K-Means and mixtures, less where
 * segments have other borders than their model can draw (agglomerative clustering, DBSCAN).
 */
export function ownAgreement(model: SegmentModel, { ids, names, labels, space }: Segmentation): number {
  const scored = score(model, { ids, names, columns: space.filled }).labels;
  let same = 0;
  for (let i = 0; i < labels.length; i++) if (scored[i] === labels[i]) same++;
  return same / labels.length;
}

function assign(points: Matrix, { membership, segments, used }: SegmentModel) {
  const live = segments.map((segment) => (segment < 0 ? 0 : 1));
  const rowsOf = (flat: readonly number[], cols = used.length): Matrix =>
    matrix(cols === 0 ? segments.length : flat.length / cols, cols, Float64Array.from(flat));
  const means = rowsOf(membership.means);
  if (membership.kind === 'mixture') {
    const weights = Float64Array.from(membership.weights);
    const covariances = Float64Array.from(membership.covariances);
    const shares = posteriors(points, { weights, means, covariances });
    const labels = likeliest(shares, live);
    return { labels, confidence: shareConfidences(shares, labels, live).confidence };
  }
  if (membership.kind === 'means') {
    const labels = assignLive(points, means, live);
    return { labels, confidence: marginConfidences(points, means, labels, live).confidence };
  }
  if (membership.labels.length === 0) return everyoneNoise(points);
  const labels = nearestCores(points, rowsOf(membership.points), membership.eps).map((core) =>
    core < 0 ? -1 : membership.labels[core],
  );
  return { labels, confidence: marginConfidences(points, means, labels, live).confidence };
}

function everyoneNoise({ rows }: Matrix) {
  return { labels: new Int32Array(rows).fill(-1), confidence: new Float64Array(rows) };
}

/** The nearest mean of a cluster that has customers; where all have, the very arithmetic of the fit. */
function assignLive(points: Matrix, means: Matrix, live: readonly number[]): Int32Array {
  const kept = live.flatMap((is, cluster) => (is ? [cluster] : []));
  return assignNearest(points, takeRows(means, kept)).map((at) => kept[at]);
}

/** The component with the highest share among those that have customers, the lowest on a tie. */
function likeliest(shares: Matrix, live: readonly number[]): Int32Array {
  return Int32Array.from({ length: shares.rows }, (_, i) => {
    let best = -1;
    for (let j = 0; j < live.length; j++)
      if (live[j] && (best < 0 || shares.data[i * shares.cols + j] > shares.data[i * shares.cols + best])) best = j;
    return best;
  });
}

function refuseInfinite({ names, columns }: CustomerTable): void {
  names.forEach((feature, j) => {
    const at = columns[j].findIndex((value) => value === Infinity || value === -Infinity);
    if (at >= 0) throw fault('VALUE_NOT_FINITE', { feature, row: at + 1, value: String(columns[j][at]) });
  });
}

function outside({ used, ranges }: SegmentModel, table: CustomerTable) {
  const outOfRange = new Uint8Array(table.ids.length);
  const counts = used.map((name, c): [string, number] => {
    const { min, max } = ranges[c];
    const values = table.columns[table.names.indexOf(name)];
    let count = 0;
    values.forEach((value, row) => {
      if (!(value < min || value > max)) return; // a missing value is nowhere, so not outside
      outOfRange[row] = 1;
      count++;
    });
    return [name, count];
  });
  return { outOfRange, outOfRangeByFeature: Object.fromEntries(counts) };
}
