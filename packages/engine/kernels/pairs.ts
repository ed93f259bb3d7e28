/**
 * For every row of an n x n matrix of distances, the sum (f64) to the rows with its label and the least to a row with
 * another; `labels` are f64, with NaN for rows that take no part, and padded with NaN to an even number.
 */
export function pair_sums(distances: usize, n: i32, labels: usize, sums: usize, nearest: usize): void {
  const even = <usize>n & ~1;
  for (let i: usize = 0; i < <usize>n; i++) {
    const row = distances + ((i * <usize>n) << 3);
    const own = v128.load64_splat(labels + (i << 3));
    let sum = f64x2.splat(0);
    let least = f64x2.splat(Infinity);
    for (let j: usize = 0; j < even; j += 2) {
      const distance = v128.load(row + (j << 3));
      const label = v128.load(labels + (j << 3));
      sum = f64x2.add(sum, v128.and(distance, f64x2.eq(label, own)));
      // lt or gt, not ne: a NaN is neither.
      const other = v128.or(f64x2.lt(label, own), f64x2.gt(label, own));
      least = f64x2.pmin(least, v128.bitselect(distance, f64x2.splat(Infinity), other));
    }
    let total = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
    let low = f64x2.extract_lane(f64x2.pmin(least, v128.shuffle<i64>(least, least, 1, 0)), 0);
    if (even < <usize>n) {
      const distance = load<f64>(row + (even << 3));
      const label = load<f64>(labels + (even << 3));
      const mine = load<f64>(labels + (i << 3));
      if (label == mine) total += distance;
      else if ((label < mine || label > mine) && distance < low) low = distance;
    }
    store<f64>(sums + (i << 3), total);
    store<f64>(nearest + (i << 3), low);
  }
}
