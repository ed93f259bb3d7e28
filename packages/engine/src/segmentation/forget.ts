import { takeLeaves } from '../clustering/merge-tree.ts';
import type { CustomerTable } from '../features/table.ts';
import { profileSegments } from './profile.ts';
import { fromStored, packedModel, type StoredModel, type StoredSegmentation } from './stored.ts';
import { valueFeature } from './value.ts';

/** Fewer customers are no groups: what is told of them is told of one. */
const FEWEST = 2;

/**
 * What is kept of a segmentation without some of its customers: their values, labels and silhouettes are gone, and what is
 * counted over a segment (its size, means, quantiles, sums, the customer in its middle) is counted again without them; a
 * segment that had nobody else is gone too. Scores, rules, the preprocessing and the models, which are of many customers
 * together, stay as they were measured.
 *
 * @returns how many of the customers were in it, and what is left; null when that is fewer than two customers
 */
export function forgetCustomers(
  stored: StoredSegmentation,
  gone: ReadonlySet<string>,
): { removed: number; stored: StoredSegmentation | null } {
  const { ids } = stored.table;
  const rows = Int32Array.from(ids.keys()).filter((row) => !gone.has(ids[row]));
  const removed = ids.length - rows.length;
  if (removed === 0) return { removed, stored };
  if (rows.length < FEWEST) return { removed, stored: null };
  return { removed, stored: describedAgain(takeCustomers(stored, rows)) };
}

/** Everything that is kept by customer, of these rows of the table. */
function takeCustomers(stored: StoredSegmentation, rows: Int32Array): StoredSegmentation {
  const { table, space, silhouettes } = stored;
  const rowOf = new Int32Array(table.ids.length).fill(-1); // the new row of an old one
  rows.forEach((row, at) => (rowOf[row] = at));
  const isKept = (row: number): boolean => rowOf[row] >= 0;
  const positions = Int32Array.from(space.order.keys()).filter((position) => isKept(space.order[position]));
  const widths = silhouettes && Int32Array.from(silhouettes.rows.keys()).filter((at) => isKept(silhouettes.rows[at]));
  const take = <Values extends TypedArray>(values: Values, index: Int32Array): Values => {
    const taken = values.slice(0, index.length) as Values; // a slice of a typed array is of the same type
    for (let i = 0; i < index.length; i++) taken[i] = values[index[i]];
    return taken;
  };
  const takeModel = modelTaker(positions, take);
  return {
    ...stored,
    table: takeTable(table, rows),
    labels: take(stored.labels, rows),
    confidence: take(stored.confidence, rows),
    runnerUp: take(stored.runnerUp, rows),
    candidates: stored.candidates.map((candidate) => ({
      ...candidate,
      labels: take(candidate.labels, positions),
      model: takeModel(candidate.model),
    })),
    space: { ...space, order: take(space.order, positions).map((row) => rowOf[row]) },
    silhouettes: silhouettes &&
      widths && {
        rows: take(silhouettes.rows, widths).map((row) => rowOf[row]),
        values: take(silhouettes.values, widths),
      },
  };
}

type TypedArray = Int8Array | Int16Array | Int32Array | Uint8Array | Float64Array;

function takeTable({ ids, names, columns }: CustomerTable, rows: Int32Array): CustomerTable {
  return {
    ids: Array.from(rows, (row) => ids[row]),
    names,
    columns: columns.map((column) => Float64Array.from(rows, (row) => column[row])),
  };
}

/** Models of these positions; the one tree of several cuts stays one. */
function modelTaker(positions: Int32Array, take: (values: Uint8Array, index: Int32Array) => Uint8Array) {
  const trees = new Map<StoredModel, StoredModel>();
  return (model: StoredModel): StoredModel => {
    if (model.kind === 'DBSCAN') return { ...model, core: take(model.core, positions) };
    if (model.kind !== 'Agglomerative') return model;
    const known = trees.get(model) ?? packedModel(takeLeaves(model, positions));
    trees.set(model, known);
    return known;
  };
}

/** The same with its segments counted again. */
function describedAgain(stored: StoredSegmentation): StoredSegmentation {
  const { space, labels, options, names, structure, silhouettes, segments } = fromStored(stored);
  const left = segments.filter(({ id }) => id >= 0 && labels.includes(id));
  const place = new Map(left.map(({ id }, at) => [id, at]));
  const counted = profileSegments({
    space,
    labels: labels.map((label) => place.get(label) ?? -1),
    valueFeature: valueFeature(names, options.featureHints),
    silhouettes,
    stability: null,
    verdict: structure.verdict,
  });
  return {
    ...stored,
    ...counted,
    segments: counted.segments.map((segment) => {
      const before = left[segment.id];
      return before ? { ...segment, id: before.id, stability: before.stability, trust: before.trust } : segment;
    }),
  };
}
