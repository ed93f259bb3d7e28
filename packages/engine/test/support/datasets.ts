import { readFileSync } from 'node:fs';
import { type Matrix, matrix } from '../../src/matrix/matrix.ts';
import { drawn, type Drawn } from './drawn.ts';

export type DatasetName =
  | 'iris'
  | 'wine'
  | 'hepta'
  | 'target'
  | 's1'
  | 'unbalance'
  | 'wholesale'
  | 'retail'
  | 'onlineRetail';

export interface Dataset {
  readonly points: Matrix;
  /** Reference group of every row, numbered as in the file; for wholesale the sales channel, for both retail sets all 0. */
  readonly labels: Int32Array;
  /** Names of the feature columns. */
  readonly names: readonly string[];
}

const golden = new URL('../golden/', import.meta.url);
/** Columns that describe a row without being a feature of it. */
const asides = new Set(['label', 'label_alt1', 'Channel', 'Region', 'customer_id']);

/** A published set from test/golden/data, or the example customers; rows in file order. */
export function dataset(name: DatasetName): Dataset {
  const path = name === 'onlineRetail' ? '../../../../examples/online-retail/customers.csv' : `data/${name}.csv`;
  const [header, ...lines] = readFileSync(new URL(path, golden), 'utf8').trim().split('\n');
  const columns = header.split(',');
  const features = columns.flatMap((column, c) => (asides.has(column) ? [] : [c]));
  const labelled = columns.indexOf(name === 'wholesale' ? 'Channel' : 'label');
  const points = matrix(lines.length, features.length);
  const labels = new Int32Array(lines.length);
  for (const [i, line] of lines.entries()) {
    const cells = line.split(',').map(Number);
    for (const [f, c] of features.entries()) points.data[i * points.cols + f] = cells[c];
    labels[i] = labelled < 0 ? 0 : cells[labelled];
  }
  return { points, labels, names: features.map((c) => columns[c]) };
}

/** Rows of numbers as a matrix, for the points stored in golden files. */
export function fromRows(rows: readonly (readonly number[])[]): Matrix {
  return matrix(rows.length, rows[0]?.length ?? 0, Float64Array.from(rows.flat()));
}

/** Every column to mean 0 and population deviation 1, as scikit-learn's StandardScaler. */
export function zScores(points: Matrix): Matrix {
  const { rows, cols } = points;
  const scaled = matrix(rows, cols);
  for (let c = 0; c < cols; c++) {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += points.data[i * cols + c];
    const mean = sum / rows;
    let squares = 0;
    for (let i = 0; i < rows; i++) squares += (points.data[i * cols + c] - mean) ** 2;
    const deviation = Math.sqrt(squares / rows);
    for (let i = 0; i < rows; i++) scaled.data[i * cols + c] = (points.data[i * cols + c] - mean) / deviation;
  }
  return scaled;
}

/** Every number through `change`: `mapped(points, Math.log)`. */
function mapped(points: Matrix, change: (value: number) => number): Matrix {
  return matrix(points.rows, points.cols, points.data.map(change));
}

/** A file of numbers that another tool made: test/golden/NAME.json; its shape is in test/golden/README.md. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller states the shape of the file it reads
export function readGolden<Shape>(name: string): Shape {
  return JSON.parse(readFileSync(new URL(`${name}.json`, golden), 'utf8')) as Shape;
}

/** How a golden file names its input: points of its own, points drawn, or some columns or all features of a data set. */
export type GoldenInput =
  | { readonly points: readonly (readonly number[])[] }
  | { readonly drawn: Drawn }
  | {
      readonly dataset: DatasetName;
      readonly scale: 'raw' | 'zscores' | 'log' | 'log1p zscores';
      readonly columns?: readonly string[];
    };

/** The matrix a golden case was computed on. */
export function goldenPoints(input: GoldenInput): Matrix {
  if ('points' in input) return fromRows(input.points);
  if ('drawn' in input) return drawn(input.drawn).points;
  const { points, names } = dataset(input.dataset);
  const chosen = input.columns === undefined ? points : takeColumns(points, input.columns, names);
  if (input.scale === 'raw') return chosen;
  if (input.scale === 'log') return mapped(chosen, Math.log);
  return zScores(input.scale === 'zscores' ? chosen : mapped(chosen, Math.log1p));
}

function takeColumns(points: Matrix, wanted: readonly string[], names: readonly string[]): Matrix {
  const from = wanted.map((name) => names.indexOf(name));
  const taken = matrix(points.rows, from.length);
  for (let i = 0; i < points.rows; i++)
    for (const [c, column] of from.entries()) taken.data[i * taken.cols + c] = points.data[i * points.cols + column];
  return taken;
}

/** A labelling with what scikit-learn says of it; `samples` are null for large sets. */
export interface ScoreCase {
  readonly name: string;
  readonly input: GoldenInput;
  readonly labels: readonly number[];
  readonly samples: readonly number[] | null;
  readonly silhouette: number;
  readonly daviesBouldin: number;
  readonly calinskiHarabasz: number;
}

export const scoreCases: readonly ScoreCase[] = readGolden<{ cases: ScoreCase[] }>('scores').cases;
