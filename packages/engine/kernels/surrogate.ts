/**
 * Approximate silhouettes of n rows in the lanes of f32 vectors, four at a time, by the formula of surrogateSilhouettes.
 * `fine` holds the rows (d f32 each), `own` the group of each (i32; k is noise). A cluster's record in `clusters` is, in
 * f32: the d means, the d (d + 1) / 2 numbers of its form, trace, twice the trace of the square, size / (size - 1) (0 for
 * a single row). Writes n numbers (f32) to `out`, which has room for a multiple of 4; returns their sum.
 */
export function surrogate_rows(fine: usize, n: i32, d: i32, own: usize, clusters: usize, k: i32, out: usize, work: usize): f64 {
  const record = <usize>(d + ((d * (d + 1)) >> 1) + 3) << 2;
  const tail = record - 12;
  const width = <usize>d << 2;
  const offsets = work + (width << 2);
  const infinity = f32x4.splat(Infinity);
  const zero = f32x4.splat(0);
  let total = f64x2.splat(0);
  for (let i = 0; i < n; i += 4) {
    fill_four(fine, n, d, i, work);
    let labels = i32x4.splat(load<i32>(own + (<usize>i << 2)));
    labels = i32x4.replace_lane(labels, 1, load<i32>(own + (<usize>min(i + 1, n - 1) << 2)));
    labels = i32x4.replace_lane(labels, 2, load<i32>(own + (<usize>min(i + 2, n - 1) << 2)));
    labels = i32x4.replace_lane(labels, 3, load<i32>(own + (<usize>min(i + 3, n - 1) << 2)));
    let within = zero;
    let nearest = infinity;
    let scored = zero;
    let cluster = clusters;
    for (let j = 0; j < k; j++, cluster += record) {
      let square = zero;
      for (let c: usize = 0; c < width; c += 4) {
        const e = f32x4.sub(v128.load(work + (c << 2)), v128.load32_splat(cluster + c));
        v128.store(offsets + (c << 2), e);
        square = f32x4.add(square, f32x4.mul(e, e));
      }
      const mine = i32x4.eq(labels, i32x4.splat(j));
      const far = v128.andnot(f32x4.ge(square, f32x4.mul(nearest, nearest)), mine);
      if (i32x4.all_true(far)) continue;
      const distance = expanded(offsets, width, square, cluster + width, cluster + tail);
      const share = v128.load32_splat(cluster + tail, 8);
      within = v128.bitselect(f32x4.mul(distance, share), within, mine);
      scored = v128.bitselect(share, scored, mine);
      nearest = f32x4.pmin(nearest, v128.bitselect(infinity, distance, mine));
    }
    const wider = f32x4.pmax(within, nearest);
    const valid = v128.and(f32x4.gt(scored, zero), f32x4.gt(wider, zero));
    const value = v128.and(valid, f32x4.div(f32x4.sub(nearest, within), wider));
    v128.store(out + (<usize>i << 2), value);
    const low = f64x2.promote_low_f32x4(value);
    const high = f64x2.promote_low_f32x4(v128.shuffle<i32>(value, value, 2, 3, 0, 1));
    if (i + 4 <= n) total = f64x2.add(total, f64x2.add(low, high));
    else for (let r = i; r < n; r++) total = f64x2.replace_lane(total, 0, f64x2.extract_lane(total, 0) + <f64>load<f32>(out + (<usize>r << 2)));
  }
  return f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1);
}

// @ts-ignore: decorator
@inline
function fill_four(fine: usize, n: i32, d: i32, i: i32, lanes: usize): void {
  for (let lane = 0; lane < 4; lane++) {
    const row = fine + ((<usize>min(i + lane, n - 1) * <usize>d) << 2);
    for (let c: usize = 0; c < <usize>d; c++) store<f32>(lanes + (c << 4) + (<usize>lane << 2), load<f32>(row + (c << 2)));
  }
}

/** The second-order expansion of a mean distance, at least the distance from the mean. */
// @ts-ignore: decorator
@inline
function expanded(offsets: usize, width: usize, square: v128, form: usize, rest: usize): v128 {
  let total = f32x4.splat(0);
  let s = form;
  for (let p: usize = 0; p < width; p += 4) {
    let inner = f32x4.splat(0);
    for (let q = p; q < width; q += 4, s += 4)
      inner = f32x4.add(inner, f32x4.mul(v128.load32_splat(s), v128.load(offsets + (q << 2))));
    total = f32x4.add(total, f32x4.mul(v128.load(offsets + (p << 2)), inner));
  }
  const mean = f32x4.add(square, v128.load32_splat(rest));
  const variance = f32x4.add(f32x4.mul(f32x4.splat(4), total), v128.load32_splat(rest, 4));
  const bend = f32x4.div(variance, f32x4.mul(f32x4.splat(8), f32x4.mul(mean, mean)));
  const root = f32x4.mul(f32x4.sqrt(mean), f32x4.sub(f32x4.splat(1), bend));
  // Where the mean is 0 the root is no number, and a comparison with it leaves the distance itself: 0.
  return f32x4.pmax(f32x4.sqrt(square), root);
}
