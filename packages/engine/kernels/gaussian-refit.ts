import { mixture_moments_f32, mixture_moments_f64, mixture_rate } from './gaussian';
import { gain } from './gaussian-moments';
import { label_scatters, load_model, mixture_rows } from './gaussian-rows';
import { ROWS, span, tile_logs } from './gaussian-scan';
import { blurred, maximise, prepare } from './gaussian-steps';

/** Squared moves, in variances, that cost the covariances too many digits in double and in single precision. */
const JUMP: f64 = 1e6;
const JUMP_SINGLE: f64 = 1e2;
/** A thousandth of a deviation, in half units in the last place of an f32. */
const BLUR: f64 = 16384;

/** The likeliest component of every row of f32 tiles, the lowest on a tie, at the places in `order`. */
function tile_labels(
  tiles: usize, order: usize, n: i32, d: i32, k: i32, means: usize, whitening: usize, peaks: usize, shift: usize, scratch: usize, labels: usize,
): void {
  const logs = (scratch + (<usize>((d + ((d * (d + 1)) >> 1) + 1) * k) << 2) + 15) & ~15;
  const best = logs + span<f32>() * k;
  const e = best + 2 * span<f32>();
  const white = e + span<f32>() * (d + 2);
  load_model<f32>(k, d, means, whitening, peaks, shift, scratch);
  for (let first = 0; first < n; first += ROWS) {
    const taken = n - first < ROWS ? n - first : ROWS;
    tile_logs<f32>(tiles + <usize>(first * d) * 4, taken, d, k, scratch, best, e, logs, white);
    for (let r = 0; r < taken; r += 4) {
      const o = <usize>r << 2;
      const top = v128.load(best + o);
      let label = i32x4.splat(0);
      for (let j = k - 1; j >= 0; j--)
        label = v128.bitselect(i32x4.splat(j), label, f32x4.eq(v128.load(logs + span<f32>() * j + o), top));
      v128.store(best + o, label);
    }
    for (let r = 0; r < taken; r++)
      store<i32>(labels + (<usize>load<i32>(order + (<usize>(first + r) << 2)) << 2), load<i32>(best + (<usize>r << 2)));
  }
}

/** Rows in the order of their labels. `counts`: k numbers (i32). */
function sort_by_label(labels: usize, n: i32, k: i32, order: usize, counts: usize): void {
  memory.fill(counts, 0, <usize>k << 2);
  for (let i = 0; i < n; i++) {
    const count = counts + (<usize>load<i32>(labels + (<usize>i << 2)) << 2);
    store<i32>(count, load<i32>(count) + 1);
  }
  for (let j = 0, end = 0; j < k; j++) {
    const count = counts + (<usize>j << 2);
    const size = load<i32>(count);
    store<i32>(count, end);
    end += size;
  }
  for (let i = 0; i < n; i++) {
    const next = counts + (<usize>load<i32>(labels + (<usize>i << 2)) << 2);
    const place = load<i32>(next);
    store<i32>(order + (<usize>place << 2), i);
    store<i32>(next, place + 1);
  }
}

/** Masses, means (`centres`) and scatters of labelled rows; the mean of all rows where a label has none. */
function label_moments(
  points: usize, n: i32, d: i32, k: i32, labels: usize, shift: usize, masses: usize, centres: usize, scatters: usize,
): void {
  memory.fill(centres, 0, <usize>(k * d) << 3);
  const width = <usize>d << 3;
  for (let i = 0, row = points; i < n; i++, row += width) {
    const label = load<i32>(labels + (<usize>i << 2));
    gain(masses + (<usize>label << 3), 1);
    const to = centres + width * label;
    for (let o: usize = 0; o < width; o += 8) gain(to + o, load<f64>(row + o));
  }
  for (let j = 0; j < k; j++) {
    const mass = load<f64>(masses + (<usize>j << 3));
    const to = centres + width * j;
    for (let o: usize = 0; o < width; o += 8) store<f64>(to + o, mass > 0 ? load<f64>(to + o) / mass : load<f64>(shift + o));
  }
  label_scatters(points, labels, n, d, centres, scatters);
}

/** Writes the covariance of all rows as that of every component. */
function spread_over(points: usize, n: i32, d: i32, k: i32, shift: usize, covariances: usize): void {
  const area = <usize>(d * d) << 3;
  memory.fill(covariances, 0, area);
  const width = <usize>d << 3;
  for (let i = 0, row = points; i < n; i++, row += width)
    for (let p: usize = 0, to = covariances; p < width; p += 8) {
      const along = (load<f64>(row + p) - load<f64>(shift + p)) / <f64>n;
      for (let q: usize = 0; q < width; q += 8, to += 8) gain(to, along * (load<f64>(row + q) - load<f64>(shift + q)));
    }
  for (let j = 1; j < k; j++) memory.copy(covariances + area * j, covariances, area);
}

/**
 * A whole fit from first labels, which become the labels of the fit: at most `rounds` iterations, with tiles in single
 * precision where that is enough. `state`: `refitRoom` numbers (gaussian.ts), whatever they are; `order`: n numbers
 * (i32); `tiles` and `scratch` as for mixture_moments_f32. Returns the iterations done.
 */
export function mixture_refit(
  points: usize, n: i32, d: i32, k: i32, labels: usize, order: usize, tiles: usize, state: usize, scratch: usize,
  rounds: i32, reg_covar: f64, tol: f64,
): i32 {
  const packed = (d * (d + 1)) >> 1;
  const triangles = <usize>(k * packed) << 3;
  const rows = <usize>(k * d) << 3;
  const each = <usize>k << 3;
  const weights = state;
  const peaks = weights + each;
  const means = peaks + each;
  const to_means = means + rows;
  const centres = to_means + rows;
  const whitening = centres + rows;
  const factors = whitening + triangles;
  const covariances = factors + triangles;
  const masses = covariances + rows * d;
  const sums = masses + each;
  const scatters = sums + rows;
  const shift = scatters + triangles;
  const reach = shift + (<usize>d << 3);
  const moments = each + rows + triangles;

  sort_by_label(labels, n, k, order, weights);
  memory.fill(masses, 0, moments + (<usize>d << 4));
  mixture_rows(points, order, n, d, shift, reach, tiles);
  label_moments(points, n, d, k, labels, shift, masses, centres, scatters);
  memory.copy(means, centres, rows);
  for (let j = 0; j < k; j++)
    if (load<f64>(masses + (<usize>j << 3)) == 0) {
      spread_over(points, n, d, k, shift, covariances);
      break;
    }
  maximise(k, d, masses, sums, scatters, centres, weights, means, covariances, reg_covar, Infinity);

  let bound: f64 = -Infinity;
  let done = 0;
  while (done < rounds) {
    done++;
    prepare(k, d, weights, means, covariances, to_means, whitening, factors, peaks);
    const single = !blurred(k, d, whitening, peaks, reach, BLUR);
    memory.fill(masses, 0, moments);
    const sum = single
      ? mixture_moments_f32(tiles, n, d, k, to_means, whitening, peaks, factors, shift, scratch, masses, sums, scatters)
      : mixture_moments_f64(points, n, d, k, to_means, whitening, peaks, to_means, scratch, masses, sums, scatters);
    const jump = single ? JUMP_SINGLE : JUMP;
    if (!maximise(k, d, masses, sums, scatters, to_means, weights, means, covariances, reg_covar, jump)) {
      memory.copy(centres, means, rows);
      memory.fill(masses, 0, moments);
      mixture_moments_f64(points, n, d, k, to_means, whitening, peaks, centres, scratch, masses, sums, scatters);
      maximise(k, d, masses, sums, scatters, centres, weights, means, covariances, reg_covar, Infinity);
    }
    const reached = sum / <f64>n;
    const change = Math.abs(reached - bound);
    bound = reached;
    if (change < tol) break;
  }
  prepare(k, d, weights, means, covariances, to_means, whitening, factors, peaks);
  if (blurred(k, d, whitening, peaks, reach, BLUR)) mixture_rate(points, n, d, k, to_means, whitening, peaks, scratch, labels, 0);
  else tile_labels(tiles, order, n, d, k, to_means, whitening, peaks, shift, scratch, labels);
  return done;
}
