import { type Matrix, matrix } from './matrix.ts';

/**
 * The partners, one to one, with the greatest sum of values: for every row its column, -1 for a row that is left over.
 * All values must be finite. With fewer columns than rows every column has a partner. O(rows² columns) after turning the
 * matrix so that it is not higher than wide.
 * H. Kuhn, Naval Research Logistics 1955 (the Hungarian method), by shortest augmenting paths with potentials.
 */
export function assignment(values: Matrix): Int32Array {
  if (values.rows <= values.cols) return assignRows(values);
  const turned = matrix(values.cols, values.rows);
  for (let i = 0; i < values.rows; i++)
    for (let j = 0; j < values.cols; j++) turned.data[j * values.rows + i] = values.data[i * values.cols + j];
  const partners = new Int32Array(values.rows).fill(-1);
  assignRows(turned).forEach((row, column) => (partners[row] = column));
  return partners;
}

/** Rows and columns count from 1 here: place 0 is where the row stands that looks for a partner. */
function assignRows({ rows, cols, data }: Matrix): Int32Array {
  const rowOf = new Int32Array(cols + 1);
  const rowPotential = new Float64Array(rows + 1);
  const colPotential = new Float64Array(cols + 1);
  for (let row = 1; row <= rows; row++) {
    const before = new Int32Array(cols + 1);
    const slack = new Float64Array(cols + 1).fill(Infinity);
    const done = new Uint8Array(cols + 1);
    rowOf[0] = row;
    let at = 0;
    while (rowOf[at] !== 0) {
      done[at] = 1;
      const from = rowOf[at];
      let least = Infinity;
      let next = 0;
      for (let col = 1; col <= cols; col++) {
        if (done[col]) continue;
        const reduced = -data[(from - 1) * cols + col - 1] - rowPotential[from] - colPotential[col];
        if (reduced < slack[col]) {
          slack[col] = reduced;
          before[col] = at;
        }
        if (slack[col] < least) {
          least = slack[col];
          next = col;
        }
      }
      for (let col = 0; col <= cols; col++) {
        if (done[col]) {
          rowPotential[rowOf[col]] += least;
          colPotential[col] -= least;
        } else slack[col] -= least;
      }
      at = next;
    }
    for (; at !== 0; at = before[at]) rowOf[at] = rowOf[before[at]];
  }
  const columns = new Int32Array(rows);
  for (let col = 1; col <= cols; col++) if (rowOf[col] > 0) columns[rowOf[col] - 1] = col - 1;
  return columns;
}
