/*
 * Ward's clustering of few rows by a stored matrix of distances in single precision and the nearest-neighbour chain. A row of
 * the matrix is `stride` numbers, a multiple of 4; a cluster keeps the lower of the two places when it merges.
 *
 * `work`: columns of coordinates about the centre, weights, what is added to distances to a place (0, infinity for one
 * without cluster), the matrix; then, as whole numbers, the chain and the place that each place had before packing.
 */

/** Places are packed when half of them are empty, unless they are few. */
const FEWEST: i32 = 32;

/** Bytes of `count` numbers. */
// @ts-ignore: decorator
@inline
function bytes(count: i32): usize {
  return <usize>count << 2;
}

/** Writes four rows of distances from row `i` on, and their mirror image. */
function fill_four(columns: usize, weights: usize, matrix: usize, stride: i32, d: i32, i: i32): void {
  const width = bytes(stride);
  const w0 = v128.load32_splat(weights + bytes(i));
  const w1 = v128.load32_splat(weights + bytes(i), 4);
  const w2 = v128.load32_splat(weights + bytes(i), 8);
  const w3 = v128.load32_splat(weights + bytes(i), 12);
  const top = matrix + <usize>i * width;
  for (let j = i; j < stride; j += 4) {
    let a = f32x4.splat(0);
    let b = a;
    let g = a;
    let h = a;
    for (let c = 0, x = columns; c < d; c++, x += width) {
      const other = v128.load(x + bytes(j));
      const own = x + bytes(i);
      const ea = f32x4.sub(v128.load32_splat(own), other);
      const eb = f32x4.sub(v128.load32_splat(own, 4), other);
      const eg = f32x4.sub(v128.load32_splat(own, 8), other);
      const eh = f32x4.sub(v128.load32_splat(own, 12), other);
      a = f32x4.add(a, f32x4.mul(ea, ea));
      b = f32x4.add(b, f32x4.mul(eb, eb));
      g = f32x4.add(g, f32x4.mul(eg, eg));
      h = f32x4.add(h, f32x4.mul(eh, eh));
    }
    const w = v128.load(weights + bytes(j));
    a = f32x4.mul(a, f32x4.div(f32x4.mul(w0, w), f32x4.add(w0, w)));
    b = f32x4.mul(b, f32x4.div(f32x4.mul(w1, w), f32x4.add(w1, w)));
    g = f32x4.mul(g, f32x4.div(f32x4.mul(w2, w), f32x4.add(w2, w)));
    h = f32x4.mul(h, f32x4.div(f32x4.mul(w3, w), f32x4.add(w3, w)));
    const row = top + bytes(j);
    v128.store(row, a);
    v128.store(row + width, b);
    v128.store(row + 2 * width, g);
    v128.store(row + 3 * width, h);
    const ab = i32x4.shuffle(a, b, 0, 4, 1, 5);
    const gh = i32x4.shuffle(g, h, 0, 4, 1, 5);
    const AB = i32x4.shuffle(a, b, 2, 6, 3, 7);
    const GH = i32x4.shuffle(g, h, 2, 6, 3, 7);
    const mirror = matrix + <usize>j * width + bytes(i);
    v128.store(mirror, i64x2.shuffle(ab, gh, 0, 2));
    v128.store(mirror + width, i64x2.shuffle(ab, gh, 1, 3));
    v128.store(mirror + 2 * width, i64x2.shuffle(AB, GH, 0, 2));
    v128.store(mirror + 3 * width, i64x2.shuffle(AB, GH, 1, 3));
  }
}

/** The nearest place to that of `row`: `before` if no other is nearer, else the lowest. */
function nearest(row: usize, absent: usize, stride: i32, before: i32): i32 {
  const end = bytes(stride);
  let best = f32x4.splat(Infinity);
  for (let o: usize = 0; o < end; o += 16) best = f32x4.pmin(best, f32x4.add(v128.load(row + o), v128.load(absent + o)));
  best = f32x4.pmin(best, i32x4.shuffle(best, best, 2, 3, 0, 1));
  best = f32x4.pmin(best, i32x4.shuffle(best, best, 1, 0, 3, 2));
  if (before >= 0 && load<f32>(row + bytes(before)) == f32x4.extract_lane(best, 0)) return before;
  for (let o: usize = 0; o < end; o += 16) {
    const found = i32x4.bitmask(f32x4.eq(best, f32x4.add(v128.load(row + o), v128.load(absent + o))));
    if (found) return <i32>(o >> 2) + ctz(found);
  }
  return -1;
}

/** Distances of all to the union of two clusters, by the formula of Lance and Williams; it takes the place `kept`. */
function unite(matrix: usize, weights: usize, absent: usize, stride: i32, kept: i32, gone: i32): void {
  const width = bytes(stride);
  const a = matrix + <usize>kept * width;
  const b = matrix + <usize>gone * width;
  const between = v128.load32_splat(a + bytes(gone));
  const wa = v128.load32_splat(weights + bytes(kept));
  const wb = v128.load32_splat(weights + bytes(gone));
  const both = f32x4.add(wa, wb);
  for (let o: usize = 0; o < width; o += 16) {
    const w = v128.load(weights + o);
    const near = f32x4.mul(f32x4.add(wa, w), v128.load(a + o));
    const far = f32x4.mul(f32x4.add(wb, w), v128.load(b + o));
    v128.store(a + o, f32x4.div(f32x4.sub(f32x4.add(near, far), f32x4.mul(w, between)), f32x4.add(both, w)));
  }
  store<f32>(a + bytes(kept), Infinity);
  store<f32>(weights + bytes(kept), f32x4.extract_lane(both, 0));
  store<f32>(absent + bytes(gone), Infinity);
  for (let o: usize = 0, to = matrix + bytes(kept); o < width; o += 4, to += width) store<f32>(to, load<f32>(a + o));
}

/** Moves the clusters that are left to the first places; returns the new stride. */
function pack(matrix: usize, weights: usize, absent: usize, stride: i32, rows: usize, chain: usize, length: i32, place: usize): i32 {
  let live = 0;
  for (let p = 0; p < stride; p++) {
    if (load<f32>(absent + bytes(p)) != 0) continue;
    store<i32>(place + bytes(live), p);
    store<f32>(weights + bytes(live), load<f32>(weights + bytes(p)));
    store<i32>(rows + bytes(live), load<i32>(rows + bytes(p)));
    for (let at = 0; at < length; at++) if (load<i32>(chain + bytes(at)) === p) store<i32>(chain + bytes(at), live);
    live++;
  }
  const next = (live + 3) & ~3;
  for (let r = 0; r < live; r++) {
    const from = matrix + <usize>load<i32>(place + bytes(r)) * bytes(stride);
    const to = matrix + <usize>r * bytes(next);
    for (let c = 0; c < live; c++) store<f32>(to + bytes(c), load<f32>(from + bytes(load<i32>(place + bytes(c)))));
  }
  for (let p = 0; p < next; p++) store<f32>(absent + bytes(p), p < live ? <f32>0 : <f32>Infinity);
  return next;
}

/**
 * All merges of n weighted rows, in the order found: a row of each of the two clusters, and the rise of the sum of squares,
 * in squared units of `scale` times the coordinates. `rows` holds the numbers 0 ... n - 1 and is used up.
 */
export function ward_matrix(
  points: usize, n: i32, d: i32, counts: usize, centre: usize, scale: f64, work: usize, rows: usize,
  lower: usize, upper: usize, rises: usize,
): void {
  let stride = (n + 3) & ~3;
  const columns = work;
  const weights = columns + <usize>d * bytes(stride);
  const absent = weights + bytes(stride);
  const matrix = absent + bytes(stride);
  const chain = matrix + <usize>stride * bytes(stride);
  const place = chain + bytes(stride);
  for (let p = 0; p < stride; p++) {
    const there = p < n;
    store<f32>(weights + bytes(p), there ? <f32>load<f64>(counts + (<usize>p << 3)) : <f32>1);
    store<f32>(absent + bytes(p), there ? <f32>0 : <f32>Infinity);
    for (let c = 0; c < d; c++) {
      const row = there ? p : 0;
      const value = (load<f64>(points + (<usize>(row * d + c) << 3)) - load<f64>(centre + (<usize>c << 3))) * scale;
      store<f32>(columns + <usize>c * bytes(stride) + bytes(p), <f32>value);
    }
  }
  for (let i = 0; i < stride; i += 4) fill_four(columns, weights, matrix, stride, d, i);
  for (let p = 0; p < stride; p++) store<f32>(matrix + <usize>p * bytes(stride + 1), Infinity);

  let length = 0;
  let lowest = 0;
  for (let merged = 0; merged < n - 1; merged++) {
    if (length === 0) {
      while (load<f32>(absent + bytes(lowest)) != 0) lowest++;
      store<i32>(chain, lowest);
      length = 1;
    }
    let last = load<i32>(chain + bytes(length - 1));
    let before = length > 1 ? load<i32>(chain + bytes(length - 2)) : -1;
    for (;;) {
      const next = nearest(matrix + <usize>last * bytes(stride), absent, stride, before);
      if (next === before) break;
      store<i32>(chain + bytes(length++), next);
      before = last;
      last = next;
    }
    length -= 2;
    const kept = min(last, before);
    const gone = max(last, before);
    store<i32>(lower + bytes(merged), load<i32>(rows + bytes(kept)));
    store<i32>(upper + bytes(merged), load<i32>(rows + bytes(gone)));
    store<f64>(rises + (<usize>merged << 3), <f64>load<f32>(matrix + <usize>kept * bytes(stride) + bytes(gone)));
    unite(matrix, weights, absent, stride, kept, gone);
    const live = n - 1 - merged;
    if (stride > FEWEST && 2 * live <= stride) {
      stride = pack(matrix, weights, absent, stride, rows, chain, length, place);
      lowest = 0;
    }
  }
}
