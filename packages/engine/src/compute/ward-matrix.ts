import { type Matrix, rangeMiddles } from '../matrix/matrix.ts';
import type { Room } from './room.ts';

/** Weighted rows and room for Ward's clustering of them by a stored matrix of distances. Everything lies in the room. */
export interface WardTable {
  readonly points: Matrix;
  readonly weights: Float64Array;
  /** The middle of the range of every column. */
  readonly centre: Float64Array;
  /** The power of two that makes the widest range at most 1. */
  readonly scale: number;
  /** Working room. */
  readonly work: Float32Array;
  readonly rows: Int32Array;
  /** A row of each of the two clusters of every merge, in the order found, and the rise of the sum of squares, scaled. Written. */
  readonly lower: Int32Array;
  readonly upper: Int32Array;
  readonly rises: Float64Array;
}

/** Room for the clustering of these rows. */
export function wardTable(points: Matrix, weights: Float64Array, room: Room): WardTable {
  const { rows, cols } = points;
  const stride = 4 * Math.ceil(rows / 4);
  const centre = room.f64(cols);
  const widest = rangeMiddles(points, centre);
  const table: WardTable = {
    points: room.matrix(points),
    weights: room.f64(rows),
    centre,
    scale: widest > 0 ? 2 ** -Math.ceil(Math.log2(widest)) : 1,
    work: room.f32(stride * (stride + cols + 4)),
    rows: room.i32(rows),
    lower: room.i32(rows - 1),
    upper: room.i32(rows - 1),
    rises: room.f64(rows - 1),
  };
  table.weights.set(weights);
  for (let i = 0; i < rows; i++) table.rows[i] = i;
  return table;
}

/**
 * All merges of a table, in single precision. Returns false, with nothing written, where there is no compiled kernel: the
 * exact clustering is then the only one.
 */
export function wardMatrix(_table: WardTable): boolean {
  return false;
}
