import { exponential, logarithm } from './exponential';

/** Rows of a tile. */
const ROWS: i32 = 128;

/** Rows that share the scan over the components, four vectors: a component far from all of them is left early. */
const BLOCK_BYTES: i32 = 64;

/** Shares of a row below exp(-CUT) count as none: about 2^-53 in f64, and 1e-13 in f32, where a far row must not weigh in a. */
// @ts-ignore: decorator
@inline
function cut<T>(): T {
  return <T>(sizeof<T>() == 4 ? 30.0 : 46.0);
}

/** Bytes of a row of a tile buffer. */
// @ts-ignore: decorator
@inline
function span<T>(): usize {
  return <usize>ROWS * sizeof<T>();
}

/** Copies the model in T, means less `shift`, and leaves in `means` what the rounded ones stand for. */
function load_model<T>(k: i32, d: i32, means: usize, whitening: usize, peaks: usize, shift: usize, model: usize): void {
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
function turn<T>(points: usize, order: usize, first: i32, n: i32, d: i32, shift: usize, tile: usize): void {
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
 * Half the squared whitened offset of a block from component `m`, taken from its peak; -Infinity when left early. In f32
 * the whitened offsets go to `white`.
 */
// @ts-ignore: decorator
@inline
function block_logs<T>(x: usize, d: i32, m: usize, best: usize, e: usize, logs: usize, white: usize): void {
  const size = sizeof<T>();
  const peak = load<T>(m + <usize>(d + ((d * (d + 1)) >> 1)) * size);
  const from = v128.splat<T>(peak + cut<T>());
  const two = v128.splat<T>(2);
  const limit0 = v128.mul<T>(two, v128.sub<T>(from, v128.load(best)));
  const limit1 = v128.mul<T>(two, v128.sub<T>(from, v128.load(best, 16)));
  const limit2 = v128.mul<T>(two, v128.sub<T>(from, v128.load(best, 32)));
  const limit3 = v128.mul<T>(two, v128.sub<T>(from, v128.load(best, 48)));
  let s0 = v128.splat<T>(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let w = m + <usize>d * size;
  let end = e;
  for (let p = 0; p < d; p++) {
    const mean = v128.load_splat<T>(m + <usize>p * size);
    const xp = x + span<T>() * p;
    let o0 = v128.sub<T>(v128.load(xp), mean);
    let o1 = v128.sub<T>(v128.load(xp, 16), mean);
    let o2 = v128.sub<T>(v128.load(xp, 32), mean);
    let o3 = v128.sub<T>(v128.load(xp, 48), mean);
    v128.store(end, o0);
    v128.store(end, o1, 16);
    v128.store(end, o2, 32);
    v128.store(end, o3, 48);
    const diagonal = v128.load_splat<T>(w + <usize>p * size);
    o0 = v128.mul<T>(o0, diagonal);
    o1 = v128.mul<T>(o1, diagonal);
    o2 = v128.mul<T>(o2, diagonal);
    o3 = v128.mul<T>(o3, diagonal);
    for (let at = e; at < end; at += BLOCK_BYTES, w += size) {
      const f = v128.load_splat<T>(w);
      o0 = v128.add<T>(o0, v128.mul<T>(f, v128.load(at)));
      o1 = v128.add<T>(o1, v128.mul<T>(f, v128.load(at, 16)));
      o2 = v128.add<T>(o2, v128.mul<T>(f, v128.load(at, 32)));
      o3 = v128.add<T>(o3, v128.mul<T>(f, v128.load(at, 48)));
    }
    w += size;
    end += BLOCK_BYTES;
    if (size == 4) {
      const to = white + span<T>() * p;
      v128.store(to, o0);
      v128.store(to, o1, 16);
      v128.store(to, o2, 32);
      v128.store(to, o3, 48);
    }
    s0 = v128.add<T>(s0, v128.mul<T>(o0, o0));
    s1 = v128.add<T>(s1, v128.mul<T>(o1, o1));
    s2 = v128.add<T>(s2, v128.mul<T>(o2, o2));
    s3 = v128.add<T>(s3, v128.mul<T>(o3, o3));
    const near = v128.or(
      v128.or(v128.le<T>(s0, limit0), v128.le<T>(s1, limit1)),
      v128.or(v128.le<T>(s2, limit2), v128.le<T>(s3, limit3)),
    );
    if (!v128.any_true(near)) {
      const none = v128.splat<T>(-Infinity);
      v128.store(logs, none);
      v128.store(logs, none, 16);
      v128.store(logs, none, 32);
      v128.store(logs, none, 48);
      return;
    }
  }
  const top = v128.splat<T>(peak);
  const half = v128.splat<T>(0.5);
  s0 = v128.sub<T>(top, v128.mul<T>(half, s0));
  s1 = v128.sub<T>(top, v128.mul<T>(half, s1));
  s2 = v128.sub<T>(top, v128.mul<T>(half, s2));
  s3 = v128.sub<T>(top, v128.mul<T>(half, s3));
  v128.store(logs, s0);
  v128.store(logs, s1, 16);
  v128.store(logs, s2, 32);
  v128.store(logs, s3, 48);
  v128.store(best, v128.pmax<T>(v128.load(best), s0));
  v128.store(best, v128.pmax<T>(v128.load(best, 16), s1), 16);
  v128.store(best, v128.pmax<T>(v128.load(best, 32), s2), 32);
  v128.store(best, v128.pmax<T>(v128.load(best, 48), s3), 48);
}

/**
 * Log-densities of a tile in every component, and the best of each row. `homes` names for each block the component to try
 * first, the likeliest of its first row the last time; 0 for none known.
 */
function tile_logs<T>(tile: usize, d: i32, k: i32, model: usize, homes: usize, best: usize, e: usize, logs: usize, white: usize): void {
  const size = sizeof<T>();
  const stride = <usize>(d + ((d * (d + 1)) >> 1) + 1) * size;
  const none = v128.splat<T>(-Infinity);
  for (let o: usize = 0, h = homes; o < span<T>(); o += BLOCK_BYTES, h += 4) {
    const home = homes != 0 ? load<i32>(h) : 0;
    const top = best + o;
    v128.store(top, none);
    v128.store(top, none, 16);
    v128.store(top, none, 32);
    v128.store(top, none, 48);
    block_logs<T>(tile + o, d, model + stride * home, top, e, logs + span<T>() * home + o, white + span<T>() * d * home + o);
    for (let j = 0; j < k; j++)
      if (j != home) block_logs<T>(tile + o, d, model + stride * j, top, e, logs + span<T>() * j + o, white + span<T>() * d * j + o);
    if (homes == 0) continue;
    const highest = load<T>(top);
    let likeliest = 0;
    while (likeliest < k - 1 && load<T>(logs + span<T>() * likeliest + o) != highest) likeliest++;
    store<i32>(h, likeliest);
  }
}

/** Turns log-densities into shares before division by the row's sum, which becomes `sums`; returns the log-likelihood. */
function tile_shares<T>(k: i32, taken: i32, best: usize, logs: usize, sums: usize): f64 {
  const size = sizeof<T>();
  const least = v128.splat<T>(-cut<T>());
  for (let o: usize = 0; o < span<T>(); o += 16) {
    const top = v128.load(best + o);
    let sum = v128.splat<T>(0);
    for (let at = logs + o, end = at + span<T>() * k; at < end; at += span<T>()) {
      const below = v128.sub<T>(v128.load(at), top);
      const some = v128.gt<T>(below, least);
      let share = v128.splat<T>(0);
      if (v128.any_true(some)) {
        share = v128.and(exponential<T>(below), some);
        sum = v128.add<T>(sum, share);
      }
      v128.store(at, share);
    }
    v128.store(sums + o, sum);
  }
  let total: f64 = 0;
  let product: f64 = 1;
  // Sums lie between 1 and k, so their product over a tile stays finite and needs one logarithm.
  for (let r = 0; r < taken; r++) {
    const at = <usize>r * size;
    total += <f64>load<T>(best + at);
    product *= <f64>load<T>(sums + at);
  }
  for (let r = taken; r < ROWS; r++) store<T>(sums + <usize>r * size, <T>Infinity);
  return total + logarithm(product);
}

// @ts-ignore: decorator
@inline
function total_of<T>(v: v128): f64 {
  if (sizeof<T>() == 4)
    return (
      <f64>f32x4.extract_lane(v, 0) + <f64>f32x4.extract_lane(v, 1) +
      (<f64>f32x4.extract_lane(v, 2) + <f64>f32x4.extract_lane(v, 3))
    );
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

// @ts-ignore: decorator
@inline
function gain(at: usize, value: f64): void {
  store<f64>(at, load<f64>(at) + value);
}

/**
 * Adds a tile to the mass, sums and scatters of a component: in f64 of rows about the centre at `m`, in f32 of whitened
 * offsets. Vectors without a share are left out.
 */
function tile_moments<T>(
  tile: usize, d: i32, m: usize, shares: usize, totals: usize, e: usize, out: usize, sums: usize, scatters: usize,
): void {
  const size = sizeof<T>();
  // Room at e: d rows of offsets, one of shares, one of weighted offsets.
  const s = e + span<T>() * d;
  const f = s + span<T>();
  let width: usize = 0;
  let mass = v128.splat<T>(0);
  for (let o: usize = 0; o < span<T>(); o += 16) {
    const raw = v128.load(shares + o);
    if (!v128.any_true(raw)) continue;
    const share = v128.div<T>(raw, v128.load(totals + o));
    mass = v128.add<T>(mass, share);
    v128.store(s + width, share);
    for (let p = 0, from = tile + o, to = e + width; p < d; p++, from += span<T>(), to += span<T>())
      if (size == 4) v128.store(to, v128.load(from));
      else v128.store(to, v128.sub<T>(v128.load(from), v128.load_splat<T>(m + <usize>p * size)));
    width += 16;
  }
  if (width == 0) return;
  gain(out, total_of<T>(mass));
  let scatter = scatters;
  for (let p = 0, ep = e; p < d; p++, ep += span<T>()) {
    let sum = v128.splat<T>(0);
    for (let o: usize = 0; o < width; o += 16) {
      const weighted = v128.mul<T>(v128.load(s + o), v128.load(ep + o));
      sum = v128.add<T>(sum, weighted);
      v128.store(f + o, weighted);
    }
    gain(sums + (<usize>p << 3), total_of<T>(sum));
    let q = 0;
    let eq = e;
    for (; q + 3 <= p; q += 4, eq += 4 * span<T>(), scatter += 32) {
      let a0 = v128.splat<T>(0);
      let a1 = a0;
      let a2 = a0;
      let a3 = a0;
      for (let o: usize = 0; o < width; o += 16) {
        const weighted = v128.load(f + o);
        const at = eq + o;
        a0 = v128.add<T>(a0, v128.mul<T>(weighted, v128.load(at)));
        a1 = v128.add<T>(a1, v128.mul<T>(weighted, v128.load(at + span<T>())));
        a2 = v128.add<T>(a2, v128.mul<T>(weighted, v128.load(at + 2 * span<T>())));
        a3 = v128.add<T>(a3, v128.mul<T>(weighted, v128.load(at + 3 * span<T>())));
      }
      gain(scatter, total_of<T>(a0));
      gain(scatter + 8, total_of<T>(a1));
      gain(scatter + 16, total_of<T>(a2));
      gain(scatter + 24, total_of<T>(a3));
    }
    for (; q + 1 <= p; q += 2, eq += 2 * span<T>(), scatter += 16) {
      let a0 = v128.splat<T>(0);
      let a1 = a0;
      for (let o: usize = 0; o < width; o += 16) {
        const weighted = v128.load(f + o);
        a0 = v128.add<T>(a0, v128.mul<T>(weighted, v128.load(eq + o)));
        a1 = v128.add<T>(a1, v128.mul<T>(weighted, v128.load(eq + o + span<T>())));
      }
      gain(scatter, total_of<T>(a0));
      gain(scatter + 8, total_of<T>(a1));
    }
    if (q <= p) {
      let a0 = v128.splat<T>(0);
      for (let o: usize = 0; o < width; o += 16)
        a0 = v128.add<T>(a0, v128.mul<T>(v128.load(f + o), v128.load(eq + o)));
      gain(scatter, total_of<T>(a0));
      scatter += 8;
    }
  }
}

/** Turns moments of whitened offsets y into those of the offsets L y: the sum s into L s, the scatter S into L S L'. */
function unwhiten(d: i32, factor: usize, sums: usize, scatters: usize, room: usize): void {
  const width = <usize>d << 3;
  // Room for L S, d x d. Rows from the last to the first, so that a sum is read before it is written over.
  for (let p = d - 1, row = factor + (<usize>((p * (p + 1)) >> 1) << 3); p >= 0; row -= <usize>p << 3, p--) {
    let sum: f64 = 0;
    for (let c = 0; c <= p; c++) sum += load<f64>(row + (<usize>c << 3)) * load<f64>(sums + (<usize>c << 3));
    store<f64>(sums + (<usize>p << 3), sum);
    for (let q = 0; q < d; q++) {
      let product: f64 = 0;
      for (let c = 0; c <= p; c++) {
        const high = c > q ? c : q;
        const low = c > q ? q : c;
        product += load<f64>(row + (<usize>c << 3)) * load<f64>(scatters + (<usize>(((high * (high + 1)) >> 1) + low) << 3));
      }
      store<f64>(room + width * p + (<usize>q << 3), product);
    }
  }
  for (let p = 0, to = scatters; p < d; p++)
    for (let q = 0, row = factor; q <= p; q++, row += <usize>q << 3, to += 8) {
      let sum: f64 = 0;
      for (let c = 0; c <= q; c++) sum += load<f64>(room + width * p + (<usize>c << 3)) * load<f64>(row + (<usize>c << 3));
      store<f64>(to, sum);
    }
}

/**
 * One pass of expectation and maximisation over f32 tiles. Moments are summed in the frame where a component is round, so
 * that a thin one keeps its digits, and turned back by `factors`, its Cholesky factors. `masses`, `sums` and `scatters`
 * are zero at first.
 */
export function mixture_moments_f32(
  tiles: usize, n: i32, d: i32, k: i32, means: usize, whitening: usize, peaks: usize, factors: usize, shift: usize,
  homes: usize, scratch: usize, masses: usize, sums: usize, scatters: usize,
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
    const tile = tiles + <usize>(first * d) * 4;
    tile_logs<f32>(tile, d, k, scratch, homes + (<usize>first >> 2), best, e, logs, white);
    total += tile_shares<f32>(k, n - first < ROWS ? n - first : ROWS, best, logs, totals);
    for (let j = 0; j < k; j++)
      tile_moments<f32>(
        white + span<f32>() * d * j, d, 0, logs + span<f32>() * j, totals, e, masses + (<usize>j << 3),
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
    turn<f64>(points, 0, first, n, d, 0, tile);
    tile_logs<f64>(tile, d, k, scratch, 0, best, e, logs, 0);
    total += tile_shares<f64>(k, n - first < ROWS ? n - first : ROWS, best, logs, totals);
    for (let j = 0; j < k; j++)
      tile_moments<f64>(
        tile, d, centres + (<usize>(j * d) << 3), logs + span<f64>() * j, totals, e, masses + (<usize>j << 3),
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
    tile_logs<f64>(tile, d, k, model, 0, best, e, logs, 0);
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
