import { exponential, logarithm } from './exponential';

/** Rows of a tile. */
export const ROWS: i32 = 128;

/** Bytes of four vectors, whose rows go through the arithmetic together. */
const BLOCK_BYTES: i32 = 64;

/**
 * Shares of a row below exp(-CUT) count as none: 2^-66 in f64; 1e-13 in f32, where many far rows, each with a share of
 * 1e-9, would still widen a component as thin as regCovar.
 */
// @ts-ignore: decorator
@inline
function cut<T>(): T {
  return <T>(sizeof<T>() == 4 ? 30.0 : 46.0);
}

/** Bytes of a row of a tile buffer. */
// @ts-ignore: decorator
@inline
export function span<T>(): usize {
  return <usize>ROWS * sizeof<T>();
}

/** Bytes of a row of a tile buffer that `taken` rows fill, in whole blocks; what lies behind is not computed. */
// @ts-ignore: decorator
@inline
export function filled<T>(taken: i32): usize {
  const block = <usize>BLOCK_BYTES;
  return (<usize>taken * sizeof<T>() + block - 1) & ~(block - 1);
}

/** Log-densities of a block in the component at `m`, added to `best` where higher. In f32 whitened offsets go to `white`. */
// @ts-ignore: decorator
@inline
function block_logs<T>(x: usize, d: i32, m: usize, best: usize, e: usize, logs: usize, white: usize): void {
  const size = sizeof<T>();
  let s0 = v128.splat<T>(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let w = m + <usize>d * size;
  let end = e;
  let p = 0;
  for (; p + 1 < d; p += 2) {
    const below = w + <usize>(p + 1) * size;
    const xp = x + span<T>() * p;
    let mean = v128.load_splat<T>(m + <usize>p * size);
    let o0 = v128.sub<T>(v128.load(xp), mean);
    let o1 = v128.sub<T>(v128.load(xp, 16), mean);
    let o2 = v128.sub<T>(v128.load(xp, 32), mean);
    let o3 = v128.sub<T>(v128.load(xp, 48), mean);
    v128.store(end, o0);
    v128.store(end, o1, 16);
    v128.store(end, o2, 32);
    v128.store(end, o3, 48);
    const xq = xp + span<T>();
    mean = v128.load_splat<T>(m + <usize>(p + 1) * size);
    let u0 = v128.sub<T>(v128.load(xq), mean);
    let u1 = v128.sub<T>(v128.load(xq, 16), mean);
    let u2 = v128.sub<T>(v128.load(xq, 32), mean);
    let u3 = v128.sub<T>(v128.load(xq, 48), mean);
    v128.store(end, u0, 64);
    v128.store(end, u1, 80);
    v128.store(end, u2, 96);
    v128.store(end, u3, 112);
    const own = v128.load_splat<T>(below + <usize>(p + 1) * size);
    const cross = v128.load_splat<T>(below + <usize>p * size);
    const diagonal = v128.load_splat<T>(w + <usize>p * size);
    u0 = v128.add<T>(v128.mul<T>(u0, own), v128.mul<T>(o0, cross));
    u1 = v128.add<T>(v128.mul<T>(u1, own), v128.mul<T>(o1, cross));
    u2 = v128.add<T>(v128.mul<T>(u2, own), v128.mul<T>(o2, cross));
    u3 = v128.add<T>(v128.mul<T>(u3, own), v128.mul<T>(o3, cross));
    o0 = v128.mul<T>(o0, diagonal);
    o1 = v128.mul<T>(o1, diagonal);
    o2 = v128.mul<T>(o2, diagonal);
    o3 = v128.mul<T>(o3, diagonal);
    for (let at = e, g = below; at < end; at += BLOCK_BYTES, w += size, g += size) {
      const f = v128.load_splat<T>(w);
      const h = v128.load_splat<T>(g);
      let y = v128.load(at);
      o0 = v128.add<T>(o0, v128.mul<T>(f, y));
      u0 = v128.add<T>(u0, v128.mul<T>(h, y));
      y = v128.load(at, 16);
      o1 = v128.add<T>(o1, v128.mul<T>(f, y));
      u1 = v128.add<T>(u1, v128.mul<T>(h, y));
      y = v128.load(at, 32);
      o2 = v128.add<T>(o2, v128.mul<T>(f, y));
      u2 = v128.add<T>(u2, v128.mul<T>(h, y));
      y = v128.load(at, 48);
      o3 = v128.add<T>(o3, v128.mul<T>(f, y));
      u3 = v128.add<T>(u3, v128.mul<T>(h, y));
    }
    w = below + <usize>(p + 2) * size;
    end += 2 * BLOCK_BYTES;
    if (size == 4) {
      const to = white + span<T>() * p;
      v128.store(to, o0);
      v128.store(to, o1, 16);
      v128.store(to, o2, 32);
      v128.store(to, o3, 48);
      const next = to + span<T>();
      v128.store(next, u0);
      v128.store(next, u1, 16);
      v128.store(next, u2, 32);
      v128.store(next, u3, 48);
    }
    s0 = v128.add<T>(v128.add<T>(s0, v128.mul<T>(o0, o0)), v128.mul<T>(u0, u0));
    s1 = v128.add<T>(v128.add<T>(s1, v128.mul<T>(o1, o1)), v128.mul<T>(u1, u1));
    s2 = v128.add<T>(v128.add<T>(s2, v128.mul<T>(o2, o2)), v128.mul<T>(u2, u2));
    s3 = v128.add<T>(v128.add<T>(s3, v128.mul<T>(o3, o3)), v128.mul<T>(u3, u3));
  }
  if (p < d) {
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
  }
  const peak = v128.load_splat<T>(w);
  const half = v128.splat<T>(0.5);
  s0 = v128.sub<T>(peak, v128.mul<T>(half, s0));
  s1 = v128.sub<T>(peak, v128.mul<T>(half, s1));
  s2 = v128.sub<T>(peak, v128.mul<T>(half, s2));
  s3 = v128.sub<T>(peak, v128.mul<T>(half, s3));
  v128.store(logs, s0);
  v128.store(logs, s1, 16);
  v128.store(logs, s2, 32);
  v128.store(logs, s3, 48);
  v128.store(best, v128.pmax<T>(v128.load(best), s0));
  v128.store(best, v128.pmax<T>(v128.load(best, 16), s1), 16);
  v128.store(best, v128.pmax<T>(v128.load(best, 32), s2), 32);
  v128.store(best, v128.pmax<T>(v128.load(best, 48), s3), 48);
}

/** Log-densities of a tile in every component, and the best of each row. In f32 whitened offsets go to `white`. */
export function tile_logs<T>(
  tile: usize, taken: i32, d: i32, k: i32, model: usize, best: usize, e: usize, logs: usize, white: usize,
): void {
  const stride = <usize>(d + ((d * (d + 1)) >> 1) + 1) * sizeof<T>();
  const none = v128.splat<T>(-Infinity);
  const length = filled<T>(taken);
  for (let o: usize = 0; o < length; o += BLOCK_BYTES) {
    const top = best + o;
    v128.store(top, none);
    v128.store(top, none, 16);
    v128.store(top, none, 32);
    v128.store(top, none, 48);
    for (let j = 0; j < k; j++)
      block_logs<T>(tile + o, d, model + stride * j, top, e, logs + span<T>() * j + o, white + span<T>() * d * j + o);
  }
}

/** Shares of a block before division by their sums. */
// @ts-ignore: decorator
@inline
function block_shares<T>(k: i32, best: usize, logs: usize, sums: usize): void {
  const least = v128.splat<T>(-cut<T>());
  const none = v128.splat<T>(0);
  const top0 = v128.load(best);
  const top1 = v128.load(best, 16);
  const top2 = v128.load(best, 32);
  const top3 = v128.load(best, 48);
  let sum0 = none;
  let sum1 = none;
  let sum2 = none;
  let sum3 = none;
  for (let at = logs, end = at + span<T>() * k; at < end; at += span<T>()) {
    let x0 = v128.sub<T>(v128.load(at), top0);
    let x1 = v128.sub<T>(v128.load(at, 16), top1);
    let x2 = v128.sub<T>(v128.load(at, 32), top2);
    let x3 = v128.sub<T>(v128.load(at, 48), top3);
    const some0 = v128.gt<T>(x0, least);
    const some1 = v128.gt<T>(x1, least);
    const some2 = v128.gt<T>(x2, least);
    const some3 = v128.gt<T>(x3, least);
    if (v128.any_true(v128.or(v128.or(some0, some1), v128.or(some2, some3)))) {
      x0 = v128.and(exponential<T>(x0), some0);
      x1 = v128.and(exponential<T>(x1), some1);
      x2 = v128.and(exponential<T>(x2), some2);
      x3 = v128.and(exponential<T>(x3), some3);
      sum0 = v128.add<T>(sum0, x0);
      sum1 = v128.add<T>(sum1, x1);
      sum2 = v128.add<T>(sum2, x2);
      sum3 = v128.add<T>(sum3, x3);
    } else x0 = x1 = x2 = x3 = none;
    v128.store(at, x0);
    v128.store(at, x1, 16);
    v128.store(at, x2, 32);
    v128.store(at, x3, 48);
  }
  v128.store(sums, sum0);
  v128.store(sums, sum1, 16);
  v128.store(sums, sum2, 32);
  v128.store(sums, sum3, 48);
}

/** Turns log-densities into shares before division by the row's sum, which becomes `sums`; returns the log-likelihood. */
export function tile_shares<T>(k: i32, taken: i32, best: usize, logs: usize, sums: usize): f64 {
  const size = sizeof<T>();
  const length = filled<T>(taken);
  for (let o: usize = 0; o < length; o += BLOCK_BYTES) block_shares<T>(k, best + o, logs + o, sums + o);
  // Sums lie between 1 and k, so their product over a tile stays finite and needs one logarithm.
  if (taken == ROWS) {
    let total = f64x2.splat(0);
    let product = f64x2.splat(1);
    for (let o: usize = 0; o < span<T>(); o += 16) {
      const top = v128.load(best + o);
      const sum = v128.load(sums + o);
      if (size == 4) {
        const next = i32x4.shuffle(top, top, 2, 3, 2, 3);
        const more = i32x4.shuffle(sum, sum, 2, 3, 2, 3);
        total = f64x2.add(total, f64x2.add(f64x2.promote_low_f32x4(top), f64x2.promote_low_f32x4(next)));
        product = f64x2.mul(product, f64x2.mul(f64x2.promote_low_f32x4(sum), f64x2.promote_low_f32x4(more)));
      } else {
        total = f64x2.add(total, top);
        product = f64x2.mul(product, sum);
      }
    }
    const logarithms = logarithm(f64x2.extract_lane(product, 0)) + logarithm(f64x2.extract_lane(product, 1));
    return f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1) + logarithms;
  }
  let total: f64 = 0;
  let product: f64 = 1;
  for (let r = 0; r < taken; r++) {
    const at = <usize>r * size;
    total += <f64>load<T>(best + at);
    product *= <f64>load<T>(sums + at);
    if (product > 1e150) {
      total += logarithm(product);
      product = 1;
    }
  }
  for (let r = taken; <usize>r * size < length; r++) store<T>(sums + <usize>r * size, <T>Infinity);
  return total + logarithm(product);
}

