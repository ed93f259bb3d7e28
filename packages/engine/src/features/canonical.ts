import type { Room } from '../compute/room.ts';
import { inRoom } from '../compute/thread.ts';
import { orderByWord, runAround } from '../matrix/order.ts';

// One float and its bits: hashing reads a value through the second.
const float = new Float32Array(1);
const floatBits = new Int32Array(float.buffer);

/**
 * The canonical order of rows: by a hash of their values, so that whoever sorted the file cannot influence a seed, a
 * tie or a border point. Rows that hash alike are ordered by their values; equal rows are interchangeable. Values are
 * hashed as 32-bit floats: a column in pence instead of pounds differs in the last bits only and keeps the order. O(n d).
 *
 * @param columns standardised columns, in a canonical order of their own (by name)
 * @returns canonical position -> row
 */
export function canonicalOrder(columns: readonly Float64Array[], rows: number): Int32Array {
  return inRoom((room) => orderIn(room, columns, rows).slice());
}

function orderIn(room: Room, columns: readonly Float64Array[], rows: number): Int32Array {
  const { keys, order } = orderByWord(firstHashes(columns, rows, room), room.i32);
  const above = (a: number, b: number): number =>
    compareRows(columns, a, b) === 0
      ? a - b
      : secondHash(columns, a) - secondHash(columns, b) || compareRows(columns, a, b);
  for (let i = 1; i < rows; i++) {
    if (keys[i] !== keys[i - 1] || above(order[i - 1], order[i]) < 0) continue;
    const { from, to } = runAround(keys, i);
    order.set(order.slice(from, to).toSorted(above), from);
    i = to - 1;
  }
  return order;
}

function compareRows(columns: readonly Float64Array[], a: number, b: number): number {
  for (let c = 0; c < columns.length; c++) {
    const column = columns[c];
    if (column[a] !== column[b]) return column[a] - column[b];
  }
  return 0;
}

/** The upper 32 bits of the hash of every row: multiply-xorshift over the bits of its values, column after column. */
function firstHashes(columns: readonly Float64Array[], rows: number, room: Room): Int32Array {
  const hashes = room.i32(rows).fill(0x9e3779b9);
  const floats = room.f32(rows);
  const bits = new Int32Array(floats.buffer, floats.byteOffset, rows);
  for (const column of columns) {
    for (let i = 0; i < rows; i++) floats[i] = column[i] + 0; // -0 becomes 0
    for (let i = 0; i < rows; i++) {
      const hash = Math.imul(hashes[i] ^ bits[i], 0x21f0aaad);
      hashes[i] = hash ^ (hash >>> 15);
    }
  }
  for (let i = 0; i < rows; i++) {
    const hash = Math.imul(hashes[i] ^ (hashes[i] >>> 16), 0xc2b2ae35);
    hashes[i] = hash ^ (hash >>> 13);
  }
  return hashes;
}

/** The lower 21 bits of the hash of a row, for the few rows that the upper ones leave undecided. */
function secondHash(columns: readonly Float64Array[], row: number): number {
  let hash = 0x85ebca6b | 0;
  for (const column of columns) {
    float[0] = column[row] + 0;
    hash = Math.imul(hash ^ floatBits[0], 0x735a2d97);
    hash ^= hash >>> 13;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x27d4eb2f);
  return (hash ^ (hash >>> 15)) >>> 11;
}
