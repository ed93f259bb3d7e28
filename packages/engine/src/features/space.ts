import { fault } from '../base/faults.ts';
import type { Notice } from '../base/notice.ts';
import { invalidParameter } from '../base/invalid-parameter.ts';
import type { ResolvedOptions } from '../base/options.ts';
import type { Room } from '../compute/room.ts';
import { inRoom } from '../compute/thread.ts';
import { type Matrix, matrix } from '../matrix/matrix.ts';
import { canonicalOrder } from './canonical.ts';
import { correlations, momentsSorted, quantileSorted, type SortedColumn, sortColumn } from './column.ts';
import type { ColumnReport } from './column-report.ts';
import type { CustomerTable } from './table.ts';
import { chooseTransform, inDeviations, standardised, transformedSorted } from './transform.ts';

/** Two used columns that say nearly the same: |r| above 0.95 on the transformed scale. */
export interface CollinearPair {
  readonly a: string;
  readonly b: string;
  readonly r: number;
}

/**
 * The numbers that clustering sees: rows in canonical order (a hash of their values, so that the file's order cannot
 * matter), columns by name.
 */
export interface FeatureSpace {
  /** n x (used columns), transformed and standardised. */
  readonly points: Matrix;
  /** Canonical position -> row of the table. */
  readonly order: Int32Array;
  /** Names of the matrix columns, in its order. */
  readonly used: readonly string[];
  /** One report per feature, in the table's order. */
  readonly columns: readonly ColumnReport[];
  /** The closest of the pairs that tell almost the same story, at most COLLINEAR_SHOWN. */
  readonly collinear: readonly CollinearPair[];
  /** Values as sent with missing ones filled, per feature in the table's order, rows in the table's order. */
  readonly filled: readonly Float64Array[];
  /** How many different points there are: no algorithm can make more clusters than that. */
  readonly distinct: number;
  readonly preprocessing: 'auto' | 'standard' | 'none';
}

/** Share of missing values from which a column is refused. */
const MISSING_LIMIT_PERCENT = 40;
/** Customers below which groups may change with the next upload (the contract's figure). */
export const SMALL_SAMPLE = 500;
/** Largest magnitude of a coordinate: its square and a sum of squares stay finite. Preprocessing "none" takes no more. */
export const LARGEST_COORDINATE = 1e100;
/** Covariances and principal axes cost the square and the cube of the features: beyond this a run takes minutes. */
export const MOST_FEATURES = 256;
const COLLINEAR_FROM = 0.95;
/** Pairs that are named; of 256 features that are one there are 32,640, in an answer 200 times as long as the request. */
export const COLLINEAR_SHOWN = 20;
/** With fewer customers two unrelated columns pass 0.95 by chance too often to be worth a remark. */
const CORRELATION_FROM_ROWS = 10;
/** Correlations are measured on this many customers at the most; canonical order makes them a random sample. */
const CORRELATION_ROWS = 10_000;

/**
 * Chooses the space that clustering works in, by rule and before anything is clustered: missing values become the
 * column's median, skewed columns go on a logarithmic scale (preprocessing "auto"), every used column is standardised
 * ("auto" and "standard"), constant columns are left out. Nothing here depends on the order of rows or columns.
 * `sorted` are the filled columns in ascending order, for whoever describes them afterwards; in the table's order.
 *
 * Throws INSUFFICIENT_DATA, NO_FEATURES, TOO_MANY_FEATURES, VALUE_NOT_FINITE, COLUMN_MOSTLY_MISSING, INVALID_PARAMETER.
 */
export function buildSpace(
  table: CustomerTable,
  options: ResolvedOptions,
): { space: FeatureSpace; notices: Notice[]; sorted: SortedColumn[] } {
  const rows = table.ids.length;
  if (rows < 2) throw fault('INSUFFICIENT_DATA', { minimum_required: 2, provided: rows });
  const features = table.names.length;
  if (features === 0) throw fault('NO_FEATURES', { rows });
  if (features > MOST_FEATURES) throw fault('TOO_MANY_FEATURES', { features, limit: MOST_FEATURES });

  const { fitted, used, order, points } = inRoom((room) => fitColumns(table, options.preprocessing, room));
  const columns = fitted.map(({ report }) => report);
  const pairs = collinearPairs(points, used);
  const space: FeatureSpace = {
    points,
    order,
    used,
    columns,
    collinear: pairs.slice(0, COLLINEAR_SHOWN),
    filled: fitted.map(({ filled }) => filled),
    distinct: countDistinct(points),
    preprocessing: options.preprocessing,
  };
  return { space, notices: remarks(space, rows, pairs.length), sorted: fitted.map(({ sorted }) => sorted) };
}

/**
 * The same steps for other customers: rows in the table's order, columns in the order of `used`. Missing values become
 * the fitted median, and coordinates end at 1e100. Throws MODEL_MISMATCH when a used feature is not in the table.
 */
export function transformTable(
  columns: readonly ColumnReport[],
  used: readonly string[],
  table: CustomerTable,
): Matrix {
  const rows = table.ids.length;
  const points = matrix(rows, used.length);
  used.forEach((name, c) => {
    const report = columns.find((column) => column.name === name);
    const at = table.names.indexOf(name);
    if (!report || at < 0)
      throw fault('MODEL_MISMATCH', { expected: used.join(', '), received: table.names.join(', ') });
    const values = table.columns[at];
    for (let i = 0; i < rows; i++) {
      const value = Number.isNaN(values[i]) ? report.median : values[i];
      const coordinate = standardised(value, report);
      points.data[i * used.length + c] = Math.min(LARGEST_COORDINATE, Math.max(-LARGEST_COORDINATE, coordinate));
    }
  });
  return points;
}

interface FittedColumn {
  readonly report: ColumnReport;
  readonly filled: Float64Array;
  readonly sorted: SortedColumn;
  /** What clustering sees of it, in the table's order of rows. Lies in the room. */
  readonly coordinates: Float64Array;
}

/** Every column, and those that are used as points in canonical order. */
function fitColumns(table: CustomerTable, preprocessing: FeatureSpace['preprocessing'], room: Room) {
  const fitted = table.names.map((name, j) => fitColumn(name, table.columns[j], { preprocessing, room }));
  const chosen = fitted
    .filter(({ report }) => report.used)
    .toSorted((a, b) => (a.report.name < b.report.name ? -1 : 1));
  const columns = chosen.map(({ coordinates }) => coordinates);
  const order = canonicalOrder(columns, table.ids.length);
  const used = chosen.map(({ report }) => report.name);
  return { fitted, used, order, points: inCanonicalOrder(columns, order) };
}

function fitColumn(
  name: string,
  values: Float64Array,
  { preprocessing, room }: { readonly preprocessing: FeatureSpace['preprocessing']; readonly room: Room },
): FittedColumn {
  const imputed = countMissing(name, values);
  const filled = values.slice();
  const middle = imputed > 0 ? fillWithMedian(filled, imputed) : null;
  const sorted = sortColumn(filled);
  const before = momentsSorted(sorted.values);
  const scale =
    preprocessing === 'auto' ? chooseTransform(sorted.values, before) : { transform: 'none' as const, unit: 1 };
  const plain = preprocessing === 'none';
  const ends = [sorted.values[0], sorted.values[values.length - 1]];
  if (plain && Math.max(...ends.map(Math.abs)) > LARGEST_COORDINATE)
    throw invalidParameter('preprocessing', 'none', { enum: ['auto', 'standard'] });
  const coordinates = room.f64(values.length);
  return inRoom((inner) => {
    const onScale = transformedSorted(sorted.values, scale, inner.f64(values.length));
    const after = scale.transform === 'none' ? before : momentsSorted(onScale);
    const constant = !(after.deviation > 0);
    const report: ColumnReport = {
      name,
      used: !constant,
      constant,
      ...scale,
      skewnessBefore: before.skewness,
      skewnessAfter: after.skewness,
      mean: plain ? 0 : after.mean,
      scale: plain || constant ? 1 : after.deviation,
      median: middle ?? quantileSorted(sorted.values, 0.5),
      imputed,
    };
    const { rows } = sorted;
    for (let i = 0; i < rows.length; i++) coordinates[rows[i]] = inDeviations(onScale[i], report);
    return { report, filled, sorted, coordinates };
  });
}

/** Puts the median of the values present in place of those missing, which are NaN, and returns it. */
function fillWithMedian(values: Float64Array, missing: number): number {
  const present = new Float64Array(values.length - missing);
  for (let i = 0, at = 0; i < values.length; i++) if (!Number.isNaN(values[i])) present[at++] = values[i];
  const median = quantileSorted(present.toSorted(), 0.5);
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) values[i] = median;
  return median;
}

function inCanonicalOrder(columns: readonly Float64Array[], order: Int32Array): Matrix {
  const points = matrix(order.length, columns.length);
  const { data, cols } = points;
  columns.forEach((column, c) => {
    for (let i = 0; i < order.length; i++) data[i * cols + c] = column[order[i]];
  });
  return points;
}

/** How many different rows there are. Canonical order makes equal rows neighbours. */
function countDistinct({ data, rows, cols }: Matrix): number {
  let distinct = Math.min(rows, 1);
  for (let row = cols; row < data.length; row += cols) {
    let c = 0;
    while (c < cols && data[row + c] === data[row + c - cols]) c++;
    if (c < cols) distinct++;
  }
  return distinct;
}

/** How many values are missing. Refuses a column with an infinite value or with too few values. */
function countMissing(feature: string, values: Float64Array): number {
  const rows = values.length;
  let missing = 0;
  for (let i = 0; i < rows; i++) {
    const value = values[i];
    if (Number.isFinite(value)) continue;
    if (!Number.isNaN(value)) throw fault('VALUE_NOT_FINITE', { feature, row: i + 1, value: String(value) });
    missing++;
  }
  if (missing > (rows * MISSING_LIMIT_PERCENT) / 100)
    throw fault('COLUMN_MOSTLY_MISSING', { feature, missing, rows, limit_percent: MISSING_LIMIT_PERCENT });
  return missing;
}

/** Every such pair, the closest first. */
function collinearPairs({ data, cols, rows }: Matrix, used: readonly string[]): CollinearPair[] {
  const looked = Math.min(rows, CORRELATION_ROWS);
  if (looked < CORRELATION_FROM_ROWS) return [];
  const columns = used.map((_, c) => {
    const column = new Float64Array(looked);
    for (let i = 0; i < looked; i++) column[i] = data[i * cols + c];
    return column;
  });
  return correlations(columns)
    .filter(({ r }) => Math.abs(r) > COLLINEAR_FROM)
    .map(({ a, b, r }) => ({ a: used[a], b: used[b], r }))
    .toSorted((one, other) => Math.abs(other.r) - Math.abs(one.r));
}

function remarks(space: FeatureSpace, n: number, pairs: number): Notice[] {
  const notices: Notice[] = [];
  if (n < SMALL_SAMPLE) notices.push({ code: 'SMALL_SAMPLE', details: { n, recommended: SMALL_SAMPLE } });
  if (space.used.length === 0) notices.push({ code: 'ALL_IDENTICAL', details: { n } });
  for (const column of space.columns) {
    if (column.constant) notices.push({ code: 'CONSTANT_COLUMN', details: { feature: column.name } });
    if (column.imputed > 0)
      notices.push({
        code: 'IMPUTED',
        details: { feature: column.name, count: column.imputed, median: column.median },
      });
  }
  for (const { a, b, r } of space.collinear) notices.push({ code: 'COLLINEAR_COLUMNS', details: { a, b, r } });
  const more = pairs - space.collinear.length;
  if (more > 0) notices.push({ code: 'COLLINEAR_MORE', details: { more } });
  return notices;
}
