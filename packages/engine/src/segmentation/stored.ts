import { mergedSizes } from '../clustering/merge-tree.ts';
import type { DbscanModel, GaussianMixtureModel, KMeansModel, MergeTree } from '../clustering/models.ts';
import { type FeatureSpace, transformTable } from '../features/space.ts';
import type { CustomerTable } from '../features/table.ts';
import { takeRows } from '../matrix/matrix.ts';
import type { Candidate } from '../selection/candidate.ts';
import { clusterSizes } from '../evaluation/partition.ts';
import type { Segmentation } from './segmentation.ts';

/** Labels in the narrowest type that holds them. */
export type PackedLabels = Int8Array | Int16Array | Int32Array;

/** A model without what its candidate's labels tell. */
export type StoredModel =
  | Omit<KMeansModel, 'labels' | 'sizes'>
  | Omit<GaussianMixtureModel, 'labels'>
  /** One object for all cuts of the tree. */
  | Omit<MergeTree, 'sizes'>
  | Omit<DbscanModel, 'labels'>;

export interface StoredCandidate extends Omit<Candidate, 'labels' | 'model'> {
  readonly labels: PackedLabels;
  readonly model: StoredModel;
}

/**
 * A segmentation as it is kept: plain data and typed arrays, without what can be worked out again from the customers.
 * `fromStored` makes the same segmentation of it.
 */
export interface StoredSegmentation extends Omit<
  Segmentation,
  'ids' | 'names' | 'labels' | 'runnerUp' | 'candidates' | 'winner' | 'collinear' | 'space'
> {
  /** The customers as they were sent, missing values as NaN. */
  readonly table: CustomerTable;
  readonly labels: PackedLabels;
  readonly runnerUp: PackedLabels;
  readonly candidates: readonly StoredCandidate[];
  /** Where among the candidates the winner is. */
  readonly winner: number;
  readonly space: Pick<FeatureSpace, 'order' | 'used' | 'collinear' | 'distinct'>;
}

/** What is kept of a segmentation of `table`. Arrays are shared with it where they stay as they are. */
export function toStored(segmentation: Segmentation, table: CustomerTable): StoredSegmentation {
  const { ids: _ids, names: _names, collinear: _collinear, space, candidates, winner, ...rest } = segmentation;
  const { order, used, collinear, distinct } = space;
  const packModel = once(packedModel);
  return {
    ...rest,
    table,
    labels: packed(segmentation.labels),
    runnerUp: packed(segmentation.runnerUp),
    candidates: candidates.map((candidate) => ({
      ...candidate,
      labels: packed(candidate.labels),
      model: packModel(candidate.model),
    })),
    winner: candidates.indexOf(winner),
    space: { order, used, collinear, distinct },
  };
}

/**
 * The segmentation that was stored. The points that clustering saw are made again from the table by the frozen steps, so
 * they are right also for a table that customers were taken from.
 */
export function fromStored(stored: StoredSegmentation): Segmentation {
  const { table, space: kept, columns, options } = stored;
  const { table: _table, ...rest } = stored;
  const candidates = restoredCandidates(stored.candidates);
  return {
    ...rest,
    ids: table.ids,
    names: table.names,
    labels: unpacked(stored.labels),
    runnerUp: unpacked(stored.runnerUp),
    candidates,
    winner: candidates[stored.winner],
    collinear: kept.collinear,
    space: {
      ...kept,
      points: takeRows(transformTable(columns, kept.used, table), kept.order),
      columns,
      filled: table.columns.map((values, j) => filled(values, columns[j].median)),
      preprocessing: options.preprocessing,
    },
  };
}

function filled(values: Float64Array, median: number): Float64Array {
  return values.map((value) => (Number.isNaN(value) ? median : value));
}

function packed(labels: Int32Array): PackedLabels {
  let most = 0;
  for (let i = 0; i < labels.length; i++) if (labels[i] > most) most = labels[i];
  return most < 2 ** 7 ? new Int8Array(labels) : most < 2 ** 15 ? new Int16Array(labels) : labels;
}

function unpacked(labels: PackedLabels): Int32Array {
  return new Int32Array(labels);
}

/** What is stored of a model. */
export function packedModel(model: Candidate['model']): StoredModel {
  if (model.kind === 'Agglomerative') {
    const { sizes: _sizes, ...tree } = model;
    return tree;
  }
  const { labels: _labels, ...rest } = model;
  if (rest.kind !== 'KMeans') return rest;
  const { sizes: _sizes, ...fit } = rest;
  return fit;
}

function restoredCandidates(stored: readonly StoredCandidate[]): Candidate[] {
  const tree = once((kept: Omit<MergeTree, 'sizes'>): MergeTree => ({
    ...kept,
    sizes: mergedSizes(kept.left, kept.right),
  }));
  return stored.map(({ labels: narrow, model, ...rest }) => {
    const labels = unpacked(narrow);
    if (model.kind === 'Agglomerative') return { ...rest, labels, model: tree(model) };
    if (model.kind !== 'KMeans') return { ...rest, labels, model: { ...model, labels } };
    const sizes = Int32Array.from(clusterSizes(labels, model.centroids.rows));
    return { ...rest, labels, model: { ...model, labels, sizes } };
  });
}

/** `make`, remembering what it made of an object: what was one stays one. */
function once<From extends object, To>(make: (from: From) => To): (from: From) => To {
  const made = new Map<From, To>();
  return (from) => {
    const known = made.get(from) ?? make(from);
    made.set(from, known);
    return known;
  };
}
