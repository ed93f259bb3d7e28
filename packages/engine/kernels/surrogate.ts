/**
 * Approximate silhouettes of n rows in the lanes of f32 vectors, four at a time, by the formula of surrogateSilhouettes.
 * `quads` holds the rows (f32), four by four: a vector a column. Rows starts[a] ... starts[a + 1] - 1 are in group
 * groups[a]; k is noise. A cluster's record in `clusters` is, in f32: the d means, the d (d + 1) / 2 numbers of its form,
 * trace, twice the trace of the square, size / (size - 1) (0 for a single row). Writes n numbers (f32) to `out` and their
 * groups (i32) to `own`, which have room for a multiple of 4; returns the sum of the numbers. `work` has room for 4 d f32.
 */
export function surrogate_rows(
  quads: usize,
  n: i32,
  d: i32,
  starts: usize,
  groups: usize,
  atoms: i32,
  clusters: usize,
  k: i32,
  own: usize,
  out: usize,
  work: usize,
): f64 {
  spread_groups(starts, groups, atoms, own);
  // Rows past the last are noise, which scores 0.
  for (let i = n; (i & 3) != 0; i++) store<i32>(own + (<usize>i << 2), k);
  if (d == 1) return quad_rows(1, quads, n, d, clusters, k, own, out, work);
  if (d == 2) return quad_rows(2, quads, n, d, clusters, k, own, out, work);
  if (d == 3) return quad_rows(3, quads, n, d, clusters, k, own, out, work);
  if (d == 4) return quad_rows(4, quads, n, d, clusters, k, own, out, work);
  if (d == 5) return quad_rows(5, quads, n, d, clusters, k, own, out, work);
  if (d == 6) return quad_rows(6, quads, n, d, clusters, k, own, out, work);
  if (d == 7) return quad_rows(7, quads, n, d, clusters, k, own, out, work);
  if (d == 8) return quad_rows(8, quads, n, d, clusters, k, own, out, work);
  return quad_rows(0, quads, n, d, clusters, k, own, out, work);
}

function spread_groups(starts: usize, groups: usize, atoms: i32, own: usize): void {
  let at = own + (<usize>load<i32>(starts) << 2);
  for (let a: usize = 0; a < <usize>atoms; a++) {
    const end = own + (<usize>load<i32>(starts + (a << 2), 4) << 2);
    const group = load<i32>(groups + (a << 2));
    for (; at < end; at += 4) store<i32>(at, group);
  }
}

/** D is d as a constant, so that no loop runs over columns; 0 stands for any d. */
// @ts-ignore: decorator
@inline
function quad_rows(D: i32, quads: usize, n: i32, d: i32, clusters: usize, k: i32, own: usize, out: usize, work: usize): f64 {
  const width = <usize>d << 2;
  const record = <usize>(d + ((d * (d + 1)) >> 1) + 3) << 2;
  const tail = record - 12;
  const infinity = f32x4.splat(Infinity);
  const zero = f32x4.splat(0);
  let total = f64x2.splat(0);
  // Rows that follow each other mostly have the same nearest cluster: with it first, few others need their form.
  let first = 0;
  let rows = quads;
  for (let i = 0; i < n; i += 4, rows += width << 2) {
    const labels = v128.load(own + (<usize>i << 2));
    let within = zero;
    let nearest = infinity;
    let scored = zero;
    let which = i32x4.splat(0);
    for (let turn = -1; turn < k; turn++) {
      if (turn == first) continue;
      const j = select(first, turn, turn < 0);
      const cluster = clusters + <usize>j * record;
      let e0 = zero, e1 = zero, e2 = zero, e3 = zero, e4 = zero, e5 = zero, e6 = zero, e7 = zero;
      let square = zero;
      if (D == 0) square = wide_square(rows, cluster, width, work);
      if (D > 0) { e0 = f32x4.sub(v128.load(rows), v128.load32_splat(cluster)); square = f32x4.mul(e0, e0); }
      if (D > 1) { e1 = f32x4.sub(v128.load(rows, 16), v128.load32_splat(cluster, 4)); square = f32x4.add(square, f32x4.mul(e1, e1)); }
      if (D > 2) { e2 = f32x4.sub(v128.load(rows, 32), v128.load32_splat(cluster, 8)); square = f32x4.add(square, f32x4.mul(e2, e2)); }
      if (D > 3) { e3 = f32x4.sub(v128.load(rows, 48), v128.load32_splat(cluster, 12)); square = f32x4.add(square, f32x4.mul(e3, e3)); }
      if (D > 4) { e4 = f32x4.sub(v128.load(rows, 64), v128.load32_splat(cluster, 16)); square = f32x4.add(square, f32x4.mul(e4, e4)); }
      if (D > 5) { e5 = f32x4.sub(v128.load(rows, 80), v128.load32_splat(cluster, 20)); square = f32x4.add(square, f32x4.mul(e5, e5)); }
      if (D > 6) { e6 = f32x4.sub(v128.load(rows, 96), v128.load32_splat(cluster, 24)); square = f32x4.add(square, f32x4.mul(e6, e6)); }
      if (D > 7) { e7 = f32x4.sub(v128.load(rows, 112), v128.load32_splat(cluster, 28)); square = f32x4.add(square, f32x4.mul(e7, e7)); }
      const mine = i32x4.eq(labels, i32x4.splat(j));
      const far = v128.andnot(f32x4.ge(square, f32x4.mul(nearest, nearest)), mine);
      if (i32x4.all_true(far)) continue;
      let form = zero;
      let s = cluster + width;
      if (D == 0) form = wide_form(s, width, work);
      if (D > 0) {
        let inner = f32x4.mul(v128.load32_splat(s), e0);
        if (D > 1) inner = f32x4.add(inner, f32x4.mul(v128.load32_splat(s, 4), e1));
        if (D > 2) inner = f32x4.add(inner, f32x4.mul(v128.load32_splat(s, 8), e2));
        if (D > 3) inner = f32x4.add(inner, f32x4.mul(v128.load32_splat(s, 12), e3));
        if (D > 4) inner = f32x4.add(inner, f32x4.mul(v128.load32_splat(s, 16), e4));
        if (D > 5) inner = f32x4.add(inner, f32x4.mul(v128.load32_splat(s, 20), e5));
        if (D > 6) inner = f32x4.add(inner, f32x4.mul(v128.load32_splat(s, 24), e6));
        if (D > 7) inner = f32x4.add(inner, f32x4.mul(v128.load32_splat(s, 28), e7));
        form = f32x4.add(form, f32x4.mul(e0, inner));
        s += (D - 0) << 2;
      }
      if (D > 1) {
        let inner = f32x4.mul(v128.load32_splat(s), e1);
        if (D > 2) inner = f32x4.add(inner, f32x4.mul(v128.load32_splat(s, 4), e2));
        if (D > 3) inner = f32x4.add(inner, f32x4.mul(v128.load32_splat(s, 8), e3));
        if (D > 4) inner = f32x4.add(inner, f32x4.mul(v128.load32_splat(s, 12), e4));
        if (D > 5) inner = f32x4.add(inner, f32x4.mul(v128.load32_splat(s, 16), e5));
        if (D > 6) inner = f32x4.add(inner, f32x4.mul(v128.load32_splat(s, 20), e6));
        if (D > 7) inner = f32x4.add(inner, f32x4.mul(v128.load32_splat(s, 24), e7));
        form = f32x4.add(form, f32x4.mul(e1, inner));
        s += (D - 1) << 2;
      }
      if (D > 2) {
        let inner = f32x4.mul(v128.load32_splat(s), e2);
        if (D > 3) inner = f32x4.add(inner, f32x4.mul(v128.load32_splat(s, 4), e3));
        if (D > 4) inner = f32x4.add(inner, f32x4.mul(v128.load32_splat(s, 8), e4));
        if (D > 5) inner = f32x4.add(inner, f32x4.mul(v128.load32_splat(s, 12), e5));
        if (D > 6) inner = f32x4.add(inner, f32x4.mul(v128.load32_splat(s, 16), e6));
        if (D > 7) inner = f32x4.add(inner, f32x4.mul(v128.load32_splat(s, 20), e7));
        form = f32x4.add(form, f32x4.mul(e2, inner));
        s += (D - 2) << 2;
      }
      if (D > 3) {
        let inner = f32x4.mul(v128.load32_splat(s), e3);
        if (D > 4) inner = f32x4.add(inner, f32x4.mul(v128.load32_splat(s, 4), e4));
        if (D > 5) inner = f32x4.add(inner, f32x4.mul(v128.load32_splat(s, 8), e5));
        if (D > 6) inner = f32x4.add(inner, f32x4.mul(v128.load32_splat(s, 12), e6));
        if (D > 7) inner = f32x4.add(inner, f32x4.mul(v128.load32_splat(s, 16), e7));
        form = f32x4.add(form, f32x4.mul(e3, inner));
        s += (D - 3) << 2;
      }
      if (D > 4) {
        let inner = f32x4.mul(v128.load32_splat(s), e4);
        if (D > 5) inner = f32x4.add(inner, f32x4.mul(v128.load32_splat(s, 4), e5));
        if (D > 6) inner = f32x4.add(inner, f32x4.mul(v128.load32_splat(s, 8), e6));
        if (D > 7) inner = f32x4.add(inner, f32x4.mul(v128.load32_splat(s, 12), e7));
        form = f32x4.add(form, f32x4.mul(e4, inner));
        s += (D - 4) << 2;
      }
      if (D > 5) {
        let inner = f32x4.mul(v128.load32_splat(s), e5);
        if (D > 6) inner = f32x4.add(inner, f32x4.mul(v128.load32_splat(s, 4), e6));
        if (D > 7) inner = f32x4.add(inner, f32x4.mul(v128.load32_splat(s, 8), e7));
        form = f32x4.add(form, f32x4.mul(e5, inner));
        s += (D - 5) << 2;
      }
      if (D > 6) {
        let inner = f32x4.mul(v128.load32_splat(s), e6);
        if (D > 7) inner = f32x4.add(inner, f32x4.mul(v128.load32_splat(s, 4), e7));
        form = f32x4.add(form, f32x4.mul(e6, inner));
        s += (D - 6) << 2;
      }
      if (D > 7) {
        let inner = f32x4.mul(v128.load32_splat(s), e7);
        form = f32x4.add(form, f32x4.mul(e7, inner));
        s += (D - 7) << 2;
      }
      const distance = expanded(square, form, cluster + tail);
      const share = v128.load32_splat(cluster + tail, 8);
      within = v128.bitselect(f32x4.mul(distance, share), within, mine);
      scored = v128.bitselect(share, scored, mine);
      const other = v128.bitselect(infinity, distance, mine);
      which = v128.bitselect(i32x4.splat(j), which, f32x4.lt(other, nearest));
      nearest = f32x4.pmin(nearest, other);
    }
    first = i32x4.extract_lane(which, 0);
    const wider = f32x4.pmax(within, nearest);
    const valid = v128.and(f32x4.gt(scored, zero), f32x4.gt(wider, zero));
    const value = v128.and(valid, f32x4.div(f32x4.sub(nearest, within), wider));
    v128.store(out + (<usize>i << 2), value);
    total = f64x2.add(total, f64x2.promote_low_f32x4(value));
    total = f64x2.add(total, f64x2.promote_low_f32x4(v128.shuffle<i32>(value, value, 2, 3, 0, 1)));
  }
  return f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1);
}

/** Squared distances of four rows to a mean, for any number of columns; the offsets go to `offsets`. */
function wide_square(rows: usize, mean: usize, width: usize, offsets: usize): v128 {
  let square = f32x4.splat(0);
  for (let c: usize = 0; c < width; c += 4) {
    const e = f32x4.sub(v128.load(rows + (c << 2)), v128.load32_splat(mean + c));
    v128.store(offsets + (c << 2), e);
    square = f32x4.add(square, f32x4.mul(e, e));
  }
  return square;
}

function wide_form(form: usize, width: usize, offsets: usize): v128 {
  let total = f32x4.splat(0);
  for (let p: usize = 0; p < width; p += 4) {
    let inner = f32x4.splat(0);
    for (let q = p; q < width; q += 4, form += 4)
      inner = f32x4.add(inner, f32x4.mul(v128.load32_splat(form), v128.load(offsets + (q << 2))));
    total = f32x4.add(total, f32x4.mul(v128.load(offsets + (p << 2)), inner));
  }
  return total;
}

/** The second-order expansion of a mean distance, at least the distance from the mean. */
// @ts-ignore: decorator
@inline
function expanded(square: v128, form: v128, rest: usize): v128 {
  const mean = f32x4.add(square, v128.load32_splat(rest));
  const variance = f32x4.add(f32x4.mul(f32x4.splat(4), form), v128.load32_splat(rest, 4));
  const bend = f32x4.div(variance, f32x4.mul(f32x4.splat(8), f32x4.mul(mean, mean)));
  const root = f32x4.mul(f32x4.sqrt(mean), f32x4.sub(f32x4.splat(1), bend));
  // Where the mean is 0 the root is no number, and a comparison with it leaves the distance itself: 0.
  return f32x4.pmax(f32x4.sqrt(square), root);
}
