import type { Watch } from '../base/watch.ts';
import type { Matrix } from '../matrix/matrix.ts';
import type { Exports, Holds } from './exports.ts';
import type { Room } from './room.ts';

/** Rows in a cell; nodes in a group (kernels/cells.ts). */
const CELL = 16;
const GROUP = 8;
/** Words of a header: those of the cells, then those of whoever searches them. */
const WORDS = 64;
/** Rows sorted between two looks at the watch, about 5 ms. */
const SORTED = 1 << 18;
/** Coordinates, and all that is compared with them, must have squares in f32. */
export const WIDEST = 1e15;

/** Words of a header; the bytes stand in kernels/cells.ts. What comes first there comes in that order. */
const word = { copy: 15, extent: 9 /* in f64 */, middles: 45 } as const;
const STACK = 256;
/** Bytes of a cache line. */
const LINE = 64;

/** Rows sorted into cells for the compiled searches. Lives as long as the room. */
export interface Cells {
  /** Address of the header. */
  readonly at: number;
  /** The header, in whole and in floating-point numbers. */
  readonly words: Int32Array;
  readonly numbers: Float64Array;
  readonly singles: Float32Array;
  readonly count: number;
  /** Nodes of every level, the cells first, filled up to whole groups. */
  readonly nodes: readonly number[];
  /** Extent of the widest column. */
  readonly extent: number;
}

/** The compiled functions and the test of what they reach. */
export interface Compiled {
  readonly exports: Exports;
  readonly holds: Holds;
}

/** Addresses of so many bytes each, in one piece of the room, and the buffer to see them in; null when kernels do not reach it. */
export function layOut(
  room: Room,
  holds: Holds,
  sizes: readonly number[],
): { buffer: ArrayBufferLike; places: number[] } | null {
  const padded = sizes.map((bytes) => Math.ceil(bytes / LINE) * LINE);
  // In eights: shared memory is cleared element by element.
  const piece = room.f64(padded.reduce((sum, bytes) => sum + bytes, 0) / 8);
  if (!holds(piece)) return null;
  let next = piece.byteOffset;
  return { buffer: piece.buffer, places: padded.map((bytes) => (next += bytes) - bytes) };
}

/**
 * Sorts the rows of `source` into cells. Null when there is nothing to sort by, the numbers are beyond f32, or the memory
 * is full.
 */
export function openCells({ exports, holds }: Compiled, room: Room, source: Matrix, watch: Watch): Cells | null {
  const { rows, cols } = source;
  if (rows === 0 || cols === 0) return null;
  const { data } = room.matrix(source);
  const count = Math.ceil(rows / CELL);
  const nodes = [fillGroup(count)];
  while (nodes[nodes.length - 1] > GROUP) nodes.push(fillGroup(nodes[nodes.length - 1] / GROUP));
  const coordinate = 4 * cols;
  const layout = layOut(room, holds, [
    4 * WORDS,
    4 * rows, // order
    coordinate * CELL * count, // blocks
    4 * rows * Math.ceil(cols / 4) * 4, // copy
    8 * rows, // keys
    4 * STACK,
    16 * cols, // middles
    ...nodes.map((all) => 2 * coordinate * all), // boxes
  ]);
  if (!layout || !holds(data)) return null;
  const { buffer, places } = layout;
  const [at, order, blocks, copy, keys, stack, middles, ...boxes] = places;
  const words = new Int32Array(buffer, at, WORDS);
  words.set([rows, cols, count, nodes.length, data.byteOffset, order, blocks, ...boxes]);
  words.set([copy, keys, stack], word.copy);
  words[word.middles] = middles;
  const numbers = new Float64Array(buffer, at, WORDS / 2);
  watch.signal?.throwIfAborted();
  exports.cells_open(at);
  watch.signal?.throwIfAborted();
  const extent = numbers[word.extent];
  if (!(extent <= WIDEST)) return null;
  for (let ranges = 1; ranges > 0;) {
    ranges = exports.cells_split(at, ranges, SORTED);
    watch.signal?.throwIfAborted();
  }
  exports.cells_close(at);
  return { at, words, numbers, singles: new Float32Array(buffer, at, WORDS), count, nodes, extent };
}

function fillGroup(nodes: number): number {
  return Math.ceil(nodes / GROUP) * GROUP;
}
