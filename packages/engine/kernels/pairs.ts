/**
 * For every row of an n x n matrix of distances, the sum (f64) to the rows with its label and the least to a row with
 * another; `labels` are f64, with NaN for rows that take no part, and padded with NaN to an even number.
 */
export function pair_sums(distances: usize, n: i32, labels: usize, sums: usize, nearest: usize): void {
  const even = <usize>n & ~1;
  let absent = false;
  for (let i: usize = 0; i < <usize>n; i++) {
    const label = load<f64>(labels + (i << 3));
    if (label != label) absent = true;
  }
  for (let i: usize = 0; i < <usize>n; i++) {
    const row = distances + ((i * <usize>n) << 3);
    const own = v128.load64_splat(labels + (i << 3));
    let sum = f64x2.splat(0);
    let least = f64x2.splat(Infinity);
    if (!absent) {
      // A distance with all bits set is a NaN, which never is the least.
      let more = f64x2.splat(0);
      let other = least;
      let j: usize = 0;
      for (; j + 4 <= even; j += 4) {
        const a = v128.load(row + (j << 3));
        const b = v128.load(row + (j << 3), 16);
        const same = f64x2.eq(v128.load(labels + (j << 3)), own);
        const equal = f64x2.eq(v128.load(labels + (j << 3), 16), own);
        sum = f64x2.add(sum, v128.and(a, same));
        more = f64x2.add(more, v128.and(b, equal));
        least = f64x2.pmin(least, v128.or(a, same));
        other = f64x2.pmin(other, v128.or(b, equal));
      }
      if (j < even) {
        const a = v128.load(row + (j << 3));
        const same = f64x2.eq(v128.load(labels + (j << 3)), own);
        sum = f64x2.add(sum, v128.and(a, same));
        least = f64x2.pmin(least, v128.or(a, same));
      }
      sum = f64x2.add(sum, more);
      least = f64x2.pmin(least, other);
    } else for (let j: usize = 0; j < even; j += 2) {
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
