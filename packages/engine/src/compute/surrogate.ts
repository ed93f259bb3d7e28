import type { Matrix } from '../matrix/matrix.ts';
import { type Surrogate, surrogateSilhouettes, triangle } from './moments.ts';

/** Rows to approximate, of one labelling. */
export interface Approximated {
  /** The rows, and the same in f32 about `centre` and times `scale`, as `inQuads` lays them out. */
  readonly columns: Matrix;
  readonly quads: Float32Array;
  readonly clusters: Surrogate;
  /** The clusters in f32, in the units of `quads`: see `writeRecords`. */
  readonly records: Float32Array;
  /** Rows starts[a] ... starts[a + 1] - 1 are in group groups[a]; the number of clusters is noise. */
  readonly starts: Int32Array;
  readonly groups: Int32Array;
  /** The group and an approximation of every row; room for a multiple of 4. Written. */
  readonly own: Int32Array;
  readonly out: Float32Array;
  /** 4 numbers a column of working room. */
  readonly work: Float32Array;
}

/** Approximate silhouettes of all rows (see `surrogateSilhouettes`); returns their sum. */
export function approximateRows({ columns, clusters, starts, groups, own, out }: Approximated): number {
  for (let a = 0; a < groups.length; a++) own.fill(groups[a], starts[a], starts[a + 1]);
  const values = new Float64Array(columns.rows);
  surrogateSilhouettes(columns, own, clusters, values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    out[i] = values[i];
    sum += values[i];
  }
  return sum;
}

/** Length of what `inQuads` writes. */
export function quadsLength(rows: number, d: number): number {
  return 4 * Math.ceil(rows / 4) * d;
}

/** Rows four by four: the first number of each of the four, the second of each, and so on. Zeros past the last row. */
export function inQuads(rows: Float32Array, d: number, quads: Float32Array): void {
  for (let i = 0, from = 0; from < rows.length; i++) {
    for (let to = (i >> 2) * 4 * d + (i & 3), c = 0; c < d; c++, from++, to += 4) quads[to] = rows[from];
  }
}

/** Numbers in a cluster's record. */
export function recordLength(d: number): number {
  return d + triangle(d) + 3;
}

/**
 * Writes a cluster a record: mean, packed form, trace, twice the trace of the square, size / (size - 1) or 0 for a single
 * row. Returns how many rows belong to clusters so narrow, for where they lie, that f32 offsets keep under 12 bits.
 */
export function writeRecords(
  { means, forms, traces, squareTraces, sizes }: Surrogate,
  { centre, scale }: { centre: Float64Array; scale: number },
  records: Float32Array,
): number {
  const d = means.cols;
  const packed = triangle(d);
  const square = scale * scale;
  let blurred = 0;
  for (let j = 0, to = 0; j < means.rows; j++) {
    let away = 0;
    for (let c = 0; c < d; c++) {
      const offset = (means.data[j * d + c] - centre[c]) * scale;
      away += offset * offset;
      records[to++] = offset;
    }
    for (let s = j * packed; s < (j + 1) * packed; s++) records[to++] = forms[s] * square;
    records[to++] = traces[j] * square;
    records[to++] = 2 * squareTraces[j] * square * square;
    records[to++] = sizes[j] > 1 ? sizes[j] / (sizes[j] - 1) : 0;
    if (sizes[j] > 1 && away > 2 ** 24 * traces[j] * square) blurred += sizes[j];
  }
  return blurred;
}
