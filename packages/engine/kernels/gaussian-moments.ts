import { filled, span } from './gaussian-scan';

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
export function gain(at: usize, value: f64): void {
  store<f64>(at, load<f64>(at) + value);
}

// @ts-ignore: decorator
@inline
function mul_add<T>(sum: v128, a: v128, b: v128): v128 {
  return v128.add<T>(sum, v128.mul<T>(a, b));
}

/** Weighted products of columns p and p + 1 among themselves, and their weighted sums. `to`: (p, p), then (p + 1, p). */
function corner<T>(s: usize, y: usize, width: usize, sums: usize, to: usize, below: usize): void {
  let sum0 = v128.splat<T>(0);
  let sum1 = sum0;
  let a00 = sum0;
  let a10 = sum0;
  let a11 = sum0;
  for (let o: usize = 0; o < width; o += 16) {
    const share = v128.load(s + o);
    const y0 = v128.load(y + o);
    const y1 = v128.load(y + o + span<T>());
    const f0 = v128.mul<T>(share, y0);
    const f1 = v128.mul<T>(share, y1);
    sum0 = v128.add<T>(sum0, f0);
    sum1 = v128.add<T>(sum1, f1);
    a00 = mul_add<T>(a00, f0, y0);
    a10 = mul_add<T>(a10, f1, y0);
    a11 = mul_add<T>(a11, f1, y1);
  }
  gain(sums, total_of<T>(sum0));
  gain(sums + 8, total_of<T>(sum1));
  gain(to, total_of<T>(a00));
  gain(below, total_of<T>(a10));
  gain(below + 8, total_of<T>(a11));
}

/** Weighted products of columns p and p + 1 with columns q to q + 3. */
function strip_of_four<T>(s: usize, yp: usize, yq: usize, width: usize, to: usize, below: usize): void {
  let a00 = v128.splat<T>(0);
  let a01 = a00;
  let a02 = a00;
  let a03 = a00;
  let a10 = a00;
  let a11 = a00;
  let a12 = a00;
  let a13 = a00;
  for (let o: usize = 0; o < width; o += 16) {
    const share = v128.load(s + o);
    const f0 = v128.mul<T>(share, v128.load(yp + o));
    const f1 = v128.mul<T>(share, v128.load(yp + o + span<T>()));
    const at = yq + o;
    let y = v128.load(at);
    a00 = mul_add<T>(a00, f0, y);
    a10 = mul_add<T>(a10, f1, y);
    y = v128.load(at + span<T>());
    a01 = mul_add<T>(a01, f0, y);
    a11 = mul_add<T>(a11, f1, y);
    y = v128.load(at + 2 * span<T>());
    a02 = mul_add<T>(a02, f0, y);
    a12 = mul_add<T>(a12, f1, y);
    y = v128.load(at + 3 * span<T>());
    a03 = mul_add<T>(a03, f0, y);
    a13 = mul_add<T>(a13, f1, y);
  }
  gain(to, total_of<T>(a00));
  gain(to + 8, total_of<T>(a01));
  gain(to + 16, total_of<T>(a02));
  gain(to + 24, total_of<T>(a03));
  gain(below, total_of<T>(a10));
  gain(below + 8, total_of<T>(a11));
  gain(below + 16, total_of<T>(a12));
  gain(below + 24, total_of<T>(a13));
}

/** Weighted products of columns p and p + 1 with columns q and q + 1. */
function strip_of_two<T>(s: usize, yp: usize, yq: usize, width: usize, to: usize, below: usize): void {
  let a00 = v128.splat<T>(0);
  let a01 = a00;
  let a10 = a00;
  let a11 = a00;
  for (let o: usize = 0; o < width; o += 16) {
    const share = v128.load(s + o);
    const f0 = v128.mul<T>(share, v128.load(yp + o));
    const f1 = v128.mul<T>(share, v128.load(yp + o + span<T>()));
    const y0 = v128.load(yq + o);
    const y1 = v128.load(yq + o + span<T>());
    a00 = mul_add<T>(a00, f0, y0);
    a01 = mul_add<T>(a01, f0, y1);
    a10 = mul_add<T>(a10, f1, y0);
    a11 = mul_add<T>(a11, f1, y1);
  }
  gain(to, total_of<T>(a00));
  gain(to + 8, total_of<T>(a01));
  gain(below, total_of<T>(a10));
  gain(below + 8, total_of<T>(a11));
}

/** Weighted products of the last of an odd number of columns with all columns up to it, and its weighted sum. */
function last_row<T>(s: usize, y: usize, d: i32, width: usize, sums: usize, to: usize): void {
  const yp = y + span<T>() * (d - 1);
  let sum = v128.splat<T>(0);
  for (let o: usize = 0; o < width; o += 16) sum = mul_add<T>(sum, v128.load(s + o), v128.load(yp + o));
  gain(sums, total_of<T>(sum));
  for (let q = 0, yq = y; q < d; q++, yq += span<T>()) {
    let a = v128.splat<T>(0);
    for (let o: usize = 0; o < width; o += 16)
      a = mul_add<T>(a, v128.mul<T>(v128.load(s + o), v128.load(yp + o)), v128.load(yq + o));
    gain(to + (<usize>q << 3), total_of<T>(a));
  }
}

/**
 * Adds a tile to the mass, sums and scatters of a component: in f64 of rows about the centre at `m`, in f32 of whitened
 * offsets. Where many vectors of rows have no share, the others are moved together first.
 */
export function tile_moments<T>(
  tile: usize, taken: i32, d: i32, m: usize, shares: usize, totals: usize, e: usize, masses: usize, sums: usize, scatters: usize,
): void {
  const size = sizeof<T>();
  // Room at e: d rows of offsets and one of shares.
  const s = e + span<T>() * d;
  const length = filled<T>(taken);
  let active = 0;
  let mass = v128.splat<T>(0);
  for (let o: usize = 0; o < length; o += 16) {
    const raw = v128.load(shares + o);
    const share = v128.div<T>(raw, v128.load(totals + o));
    active += <i32>v128.any_true(raw);
    mass = v128.add<T>(mass, share);
    v128.store(s + o, share);
  }
  if (active == 0) return;
  gain(masses, total_of<T>(mass));
  let y = tile;
  let width = length;
  if (size == 8 || active * 64 < 3 * <i32>length) {
    y = e;
    width = 0;
    for (let o: usize = 0; o < length; o += 16) {
      const share = v128.load(s + o);
      if (!v128.any_true(share)) continue;
      v128.store(s + width, share);
      for (let p = 0, from = tile + o, to = e + width; p < d; p++, from += span<T>(), to += span<T>())
        if (size == 4) v128.store(to, v128.load(from));
        else v128.store(to, v128.sub<T>(v128.load(from), v128.load_splat<T>(m + <usize>p * size)));
      width += 16;
    }
  }
  let p = 0;
  for (let to = scatters; p + 1 < d; p += 2) {
    const below = to + (<usize>(p + 1) << 3);
    const yp = y + span<T>() * p;
    corner<T>(s, yp, width, sums + (<usize>p << 3), to + (<usize>p << 3), below + (<usize>p << 3));
    let q = 0;
    for (; q + 4 <= p; q += 4)
      strip_of_four<T>(s, yp, y + span<T>() * q, width, to + (<usize>q << 3), below + (<usize>q << 3));
    if (q < p) strip_of_two<T>(s, yp, y + span<T>() * q, width, to + (<usize>q << 3), below + (<usize>q << 3));
    to = below + (<usize>(p + 2) << 3);
  }
  if (p < d)
    last_row<T>(s, y, d, width, sums + (<usize>p << 3), scatters + (<usize>((p * (p + 1)) >> 1) << 3));
}

/**
 * Turns moments of whitened offsets y into those of the offsets L y: the sum s into L s, the scatter S into L S L'. `room`:
 * 2 d^2 numbers (f64).
 */
export function unwhiten(d: i32, factor: usize, sums: usize, scatters: usize, room: usize): void {
  const width = <usize>d << 3;
  for (let p = 0, from = scatters, row = room; p < d; p++, row += width)
    for (let q = 0, column = room + (<usize>p << 3); q <= p; q++, column += width, from += 8) {
      const value = load<f64>(from);
      store<f64>(row + (<usize>q << 3), value);
      store<f64>(column, value);
    }
  // L S, row by row. Rows from the last to the first, so that a sum is read before it is written over.
  const product = room + width * d;
  for (let p = d - 1, row = factor + (<usize>((p * (p + 1)) >> 1) << 3); p >= 0; row -= <usize>p << 3, p--) {
    let sum: f64 = 0;
    for (let c = 0; c <= p; c++) sum += load<f64>(row + (<usize>c << 3)) * load<f64>(sums + (<usize>c << 3));
    store<f64>(sums + (<usize>p << 3), sum);
    const end = row + (<usize>p << 3);
    const to = product + width * p;
    let o: usize = 0;
    for (; o + 32 <= width; o += 32) {
      let left = f64x2.splat(0);
      let right = left;
      for (let f = row, from = room + o; f <= end; f += 8, from += width) {
        const factor = v128.load_splat<f64>(f);
        left = f64x2.add(left, f64x2.mul(factor, v128.load(from)));
        right = f64x2.add(right, f64x2.mul(factor, v128.load(from, 16)));
      }
      v128.store(to + o, left);
      v128.store(to + o, right, 16);
    }
    for (; o < width; o += 8) {
      let left: f64 = 0;
      for (let f = row, from = room + o; f <= end; f += 8, from += width) left += load<f64>(f) * load<f64>(from);
      store<f64>(to + o, left);
    }
  }
  let to = scatters;
  for (let p = 0, row = product; p < d; p++, row += width)
    for (let q = 0, f = factor; q <= p; q++, to += 8) {
      let sum: f64 = 0;
      for (let at = row, last = row + (<usize>q << 3); at <= last; at += 8, f += 8) sum += load<f64>(at) * load<f64>(f);
      store<f64>(to, sum);
    }
}
