// One float and its bits: hashing reads a value through the second.
const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/**
 * The canonical order of rows: by a hash of their values, so that whoever sorted the file cannot influence a seed, a
 * tie or a border point. Rows that hash alike are ordered by their values; equal rows are interchangeable. Values are
 * hashed as 32-bit floats: a column in pence instead of pounds differs in the last bits only and keeps the order.
 *
 * @param columns standardised columns, in a canonical order of their own (by name)
 * @returns canonical position -> row
 */
export function canonicalOrder(columns: readonly Float64Array[], rows: number): Int32Array {
  const keys = new Float64Array(rows);
  for (let i = 0; i < rows; i++) keys[i] = rowKey(columns, i);
  const order = new Int32Array(rows);
  for (let i = 0; i < rows; i++) order[i] = i;
  return order.toSorted((a, b) => keys[a] - keys[b] || compareRows(columns, a, b) || a - b);
}

/** How many different rows there are; `order` is canonical, so equal rows are neighbours. */
export function countDistinct(columns: readonly Float64Array[], order: Int32Array): number {
  if (order.length === 0) return 0;
  let distinct = 1;
  for (let i = 1; i < order.length; i++) if (compareRows(columns, order[i - 1], order[i]) !== 0) distinct++;
  return distinct;
}

function compareRows(columns: readonly Float64Array[], a: number, b: number): number {
  for (const column of columns) if (column[a] !== column[b]) return column[a] - column[b];
  return 0;
}

/** A 53-bit hash of a row: two 32-bit multiply-xorshift lanes over the bits of its values. */
function rowKey(columns: readonly Float64Array[], row: number): number {
  let high = 0x9e3779b9 | 0;
  let low = 0x85ebca6b | 0;
  for (const column of columns) {
    float[0] = column[row] + 0; // -0 becomes 0
    high = Math.imul(high ^ bits[0], 0x21f0aaad);
    high ^= high >>> 15;
    low = Math.imul(low ^ bits[0], 0x735a2d97);
    low ^= low >>> 13;
  }
  high = Math.imul(high ^ (high >>> 16), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 16), 0x27d4eb2f);
  return ((high ^ (high >>> 13)) >>> 0) * 2097152 + ((low ^ (low >>> 15)) >>> 11);
}
