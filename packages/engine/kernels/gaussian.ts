import { tile_moments, unwhiten } from './gaussian-moments';
import { load_model, turn } from './gaussian-rows';
import { ROWS, span, tile_logs, tile_shares } from './gaussian-scan';

/**
 * One pass of expectation and maximisation over f32 tiles. Moments are summed in the frame where a component is round, so
 * that a thin one keeps its digits, and turned back by `factors`, its Cholesky factors. `masses`, `sums` and `scatters`
 * are zero at first.
 */
export function mixture_moments_f32(
  tiles: usize, n: i32, d: i32, k: i32, means: usize, whitening: usize, peaks: usize, factors: usize, shift: usize,
  scratch: usize, masses: usize, sums: usize, scatters: usize,
): f64 {
  const packed = (d * (d + 1)) >> 1;
  const stride = <usize>(d + packed + 1) << 2;
  const logs = (scratch + stride * k + 15) & ~15;
  const best = logs + span<f32>() * k;
  const totals = best + span<f32>();
  const e = totals + span<f32>();
  const white = e + span<f32>() * (d + 2);
  load_model<f32>(k, d, means, whitening, peaks, shift, scratch);
  let total: f64 = 0;
  for (let first = 0; first < n; first += ROWS) {
    const taken = n - first < ROWS ? n - first : ROWS;
    const tile = tiles + <usize>(first * d) * 4;
    tile_logs<f32>(tile, taken, d, k, scratch, best, e, logs, white);
    total += tile_shares<f32>(k, taken, best, logs, totals);
    for (let j = 0; j < k; j++)
      tile_moments<f32>(
        white + span<f32>() * d * j, taken, d, 0, logs + span<f32>() * j, totals, e, masses + (<usize>j << 3),
        sums + (<usize>(j * d) << 3), scatters + (<usize>(j * packed) << 3),
      );
  }
  for (let j = 0; j < k; j++)
    unwhiten(d, factors + (<usize>(j * packed) << 3), sums + (<usize>(j * d) << 3), scatters + (<usize>(j * packed) << 3), e);
  return total;
}

/** The same in f64 over rows as they lie, with moments about `centres`. */
export function mixture_moments_f64(
  points: usize, n: i32, d: i32, k: i32, means: usize, whitening: usize, peaks: usize, centres: usize, scratch: usize,
  masses: usize, sums: usize, scatters: usize,
): f64 {
  const packed = (d * (d + 1)) >> 1;
  const logs = (scratch + (<usize>((d + packed + 1) * k) << 3) + 15) & ~15;
  const best = logs + span<f64>() * k;
  const totals = best + span<f64>();
  const e = totals + span<f64>();
  const tile = e + span<f64>() * (d + 2);
  load_model<f64>(k, d, means, whitening, peaks, 0, scratch);
  let total: f64 = 0;
  for (let first = 0; first < n; first += ROWS) {
    const taken = n - first < ROWS ? n - first : ROWS;
    turn<f64>(points, 0, first, n, d, 0, tile);
    tile_logs<f64>(tile, taken, d, k, scratch, best, e, logs, 0);
    total += tile_shares<f64>(k, taken, best, logs, totals);
    for (let j = 0; j < k; j++)
      tile_moments<f64>(
        tile, taken, d, centres + (<usize>(j * d) << 3), logs + span<f64>() * j, totals, e, masses + (<usize>j << 3),
        sums + (<usize>(j * d) << 3), scatters + (<usize>(j * packed) << 3),
      );
  }
  return total;
}

/** Labels (lowest wins a tie) unless 0, shares (n x k) unless 0; returns the log-likelihood. All in f64. */
export function mixture_rate(
  points: usize, n: i32, d: i32, k: i32, means: usize, whitening: usize, peaks: usize, scratch: usize, labels: usize,
  shares: usize,
): f64 {
  const stride = d + ((d * (d + 1)) >> 1) + 1;
  const model = scratch;
  const logs = (model + (<usize>(stride * k) << 3) + 15) & ~15;
  const best = logs + span<f64>() * k;
  const sums = best + span<f64>();
  const e = sums + span<f64>();
  const tile = e + span<f64>() * (d + 2);
  load_model<f64>(k, d, means, whitening, peaks, 0, model);
  let total: f64 = 0;
  for (let first = 0; first < n; first += ROWS) {
    const taken = n - first < ROWS ? n - first : ROWS;
    turn<f64>(points, 0, first, n, d, 0, tile);
    tile_logs<f64>(tile, taken, d, k, model, best, e, logs, 0);
    if (labels != 0)
      for (let r = 0; r < taken; r++) {
        const at = <usize>r << 3;
        const highest = load<f64>(best + at);
        let label = 0;
        while (label < k - 1 && load<f64>(logs + span<f64>() * label + at) != highest) label++;
        store<i32>(labels + (<usize>(first + r) << 2), label);
      }
    total += tile_shares<f64>(k, taken, best, logs, sums);
    if (shares == 0) continue;
    for (let r = 0; r < taken; r++) {
      const at = <usize>r << 3;
      const sum = load<f64>(sums + at);
      const to = shares + (<usize>((first + r) * k) << 3);
      for (let j = 0; j < k; j++)
        store<f64>(to + (<usize>j << 3), load<f64>(logs + span<f64>() * j + at) / sum);
    }
  }
  return total;
}
