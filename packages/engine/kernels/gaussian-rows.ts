import { gain } from './gaussian-moments';
import { ROWS, span } from './gaussian-scan';

/** Copies the model in T, means less `shift`, and leaves in `means` what the rounded ones stand for. */
export function load_model<T>(k: i32, d: i32, means: usize, whitening: usize, peaks: usize, shift: usize, model: usize): void {
  const packed = (d * (d + 1)) >> 1;
  let to = model;
  for (let j = 0; j < k; j++) {
    for (let p = 0; p < d; p++, to += sizeof<T>()) {
      const at = means + (<usize>(j * d + p) << 3);
      if (sizeof<T>() == 4) {
        const origin = load<f64>(shift + (<usize>p << 3));
        const rounded = <f32>(load<f64>(at) - origin);
        store<f32>(to, rounded);
        store<f64>(at, origin + <f64>rounded);
      } else store<T>(to, <T>load<f64>(at));
    }
    for (let s = 0; s < packed; s++, to += sizeof<T>())
      store<T>(to, <T>load<f64>(whitening + (<usize>(j * packed + s) << 3)));
    store<T>(to, <T>load<f64>(peaks + (<usize>j << 3)));
    to += sizeof<T>();
  }
}

/** Turns rows on their side: column c of row r of a tile at c * ROWS + r; past the end the last row repeats. */
export function turn<T>(points: usize, order: usize, first: i32, n: i32, d: i32, shift: usize, tile: usize): void {
  for (let r = 0; r < ROWS; r++) {
    const at = first + r < n ? first + r : n - 1;
    const row = order != 0 ? load<i32>(order + (<usize>at << 2)) : at;
    const from = points + (<usize>(row * d) << 3);
    for (let c = 0; c < d; c++) {
      const value = load<f64>(from + (<usize>c << 3));
      const origin = shift != 0 ? load<f64>(shift + (<usize>c << 3)) : 0;
      store<T>(tile + span<T>() * c + <usize>r * sizeof<T>(), <T>(value - origin));
    }
  }
}

/**
 * All rows in the order given, less their mean, which becomes `shift`, in f32 tiles. `reach` becomes the largest distance
 * from the mean in every column. Both are zero at first.
 */
export function mixture_rows(
  points: usize, order: usize, n: i32, d: i32, shift: usize, reach: usize, tiles: usize,
): void {
  let at = points;
  for (let i = 0; i < n; i++)
    for (let c = 0; c < d; c++, at += 8) gain(shift + (<usize>c << 3), load<f64>(at));
  for (let c = 0; c < d; c++) {
    const mean = shift + (<usize>c << 3);
    store<f64>(mean, load<f64>(mean) / <f64>n);
  }
  let tile = tiles;
  for (let first = 0; first < n; first += ROWS)
    for (turn<f32>(points, order, first, n, d, shift, tile), at = reach; at < reach + (<usize>d << 3); at += 8) {
      let widest = v128.splat<f32>(0);
      for (const end = tile + span<f32>(); tile < end; tile += 16) widest = f32x4.pmax(widest, f32x4.abs(v128.load(tile)));
      const low = Math.max(f32x4.extract_lane(widest, 0), f32x4.extract_lane(widest, 1));
      const high = Math.max(f32x4.extract_lane(widest, 2), f32x4.extract_lane(widest, 3));
      store<f64>(at, Math.max(load<f64>(at), Math.max(low, high)));
    }
}

/**
 * Adds products of offsets from the mean of a row's label to the label's packed scatter. Same arithmetic in the same order
 * as labelScatters.
 */
export function label_scatters(points: usize, labels: usize, n: i32, d: i32, means: usize, scatters: usize): void {
  const packed = (d * (d + 1)) >> 1;
  const width = <usize>d << 3;
  for (let i = 0, row = points; i < n; i++, row += width) {
    const label = load<i32>(labels + (<usize>i << 2));
    const mean = means + width * label;
    let to = scatters + (<usize>(label * packed) << 3);
    for (let p: usize = 0; p < width; p += 8) {
      const along = load<f64>(row + p) - load<f64>(mean + p);
      for (let q: usize = 0; q <= p; q += 8, to += 8) gain(to, along * (load<f64>(row + q) - load<f64>(mean + q)));
    }
  }
}
