import { orderByWords } from '../matrix/order.ts';

/**
 * The canonical order of rows: by a hash of their values, so that whoever sorted the file cannot influence a seed, a
 * tie or a border point. Rows that hash alike are ordered by their values; equal rows are interchangeable. Values are
 * hashed as 32-bit floats: a column in pence instead of pounds differs in the last bits only and keeps the order. O(n d).
 *
 * @param columns standardised columns, in a canonical order of their own (by name)
 * @returns canonical position -> row
 */
export function canonicalOrder(columns: readonly Float64Array[], rows: number): Int32Array {
  const { high, low } = rowKeys(columns, rows);
  const order = orderByWords(high, low);
  for (let from = 0; from < rows;) {
    let to = from + 1;
    while (to < rows && high[order[to]] === high[order[from]] && low[order[to]] === low[order[from]]) to++;
    orderAlike(columns, order.subarray(from, to));
    from = to;
  }
  return order;
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

/** Puts rows of one hash, which ascend by index, in the order of their values. Nearly always they are copies. */
function orderAlike(columns: readonly Float64Array[], rows: Int32Array): void {
  for (let i = 1; i < rows.length; i++) {
    if (compareRows(columns, rows[i - 1], rows[i]) <= 0) continue;
    rows.sort((a, b) => compareRows(columns, a, b) || a - b);
    return;
  }
}

/** A 53-bit hash of every row: two 32-bit multiply-xorshift lanes over the bits of its values, column after column. */
function rowKeys(columns: readonly Float64Array[], rows: number): { high: Int32Array; low: Int32Array } {
  const high = new Int32Array(rows).fill(0x9e3779b9);
  const low = new Int32Array(rows).fill(0x85ebca6b);
  const floats = new Float32Array(rows);
  const bits = new Int32Array(floats.buffer);
  for (const column of columns) {
    for (let i = 0; i < rows; i++) floats[i] = column[i] + 0; // -0 becomes 0
    for (let i = 0; i < rows; i++) {
      const upper = Math.imul(high[i] ^ bits[i], 0x21f0aaad);
      high[i] = upper ^ (upper >>> 15);
      const lower = Math.imul(low[i] ^ bits[i], 0x735a2d97);
      low[i] = lower ^ (lower >>> 13);
    }
  }
  for (let i = 0; i < rows; i++) {
    const upper = Math.imul(high[i] ^ (high[i] >>> 16), 0xc2b2ae35);
    high[i] = upper ^ (upper >>> 13);
    const lower = Math.imul(low[i] ^ (low[i] >>> 16), 0x27d4eb2f);
    low[i] = (lower ^ (lower >>> 15)) >>> 11;
  }
  return { high, low };
}
