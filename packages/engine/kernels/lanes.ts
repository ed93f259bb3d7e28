/**
 * Mean and total squared deviation of every column of n rows of d (f64), summed from the first row on. Writes the d means;
 * returns the sum of the squared deviations over all columns, column after column.
 */
export function column_spread(points: usize, n: i32, d: i32, means: usize): f64 {
  const width = <usize>d << 3;
  let total: f64 = 0;
  let o: usize = 0;
  for (; o + 16 <= width; o += 16) {
    let sum = f64x2.splat(0);
    let p = points + o;
    for (let i = 0; i < n; i++, p += width) sum = f64x2.add(sum, v128.load(p));
    const mean = f64x2.div(sum, f64x2.splat(<f64>n));
    v128.store(means + o, mean);
    let squares = f64x2.splat(0);
    p = points + o;
    for (let i = 0; i < n; i++, p += width) {
      const e = f64x2.sub(v128.load(p), mean);
      squares = f64x2.add(squares, f64x2.mul(e, e));
    }
    total += f64x2.extract_lane(squares, 0);
    total += f64x2.extract_lane(squares, 1);
  }
  if (o < width) {
    let sum: f64 = 0;
    let p = points + o;
    for (let i = 0; i < n; i++, p += width) sum += load<f64>(p);
    const mean = sum / <f64>n;
    store<f64>(means + o, mean);
    let squares: f64 = 0;
    p = points + o;
    for (let i = 0; i < n; i++, p += width) {
      const e = load<f64>(p) - mean;
      squares += e * e;
    }
    total += squares;
  }
  return total;
}

/**
 * The rows as columns of f32 about `means`, each padded to a multiple of 8 rows, and after the d columns one of the
 * squared norms. What pads the columns is whatever was there.
 */
export function lane_rows(points: usize, n: i32, d: i32, means: usize, lanes: usize): void {
  const width = <usize>d << 3;
  const stride = <usize>((n + 7) & ~7) << 2;
  for (let c = 0; c < d; c++) {
    const mean = load<f64>(means + (<usize>c << 3));
    let p = points + (<usize>c << 3);
    let out = lanes + <usize>c * stride;
    const end = out + (<usize>n << 2);
    for (; out < end; out += 4, p += width) store<f32>(out, <f32>(load<f64>(p) - mean));
  }
  const norms = lanes + <usize>d * stride;
  for (let at: usize = 0; at < stride; at += 16) {
    let sum = f32x4.splat(0);
    for (let x = lanes + at; x < norms; x += stride) {
      const value = v128.load(x);
      sum = f32x4.add(sum, f32x4.mul(value, value));
    }
    v128.store(norms + at, sum);
  }
}

/** The rows as columns of f64, each padded to a multiple of 8 rows. What pads them is whatever was there. */
export function column_rows(points: usize, n: i32, d: i32, columns: usize): void {
  const width = <usize>d << 3;
  const stride = <usize>((n + 7) & ~7) << 3;
  for (let c = 0; c < d; c++) {
    let p = points + (<usize>c << 3);
    let out = columns + <usize>c * stride;
    const end = out + (<usize>n << 3);
    for (; out < end; out += 8, p += width) store<f64>(out, load<f64>(p));
  }
}
