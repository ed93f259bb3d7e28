/**
 * Adds the distances (f64) of the rows of every piece to their group's mean to `sums`, in every labelling. Group of piece p
 * in labelling m is groups[p * labellings + m].
 */
export function spread_sums(
  columns: usize,
  d: i32,
  starts: usize,
  pieces: i32,
  groups: usize,
  labellings: i32,
  means: usize,
  sums: usize,
): void {
  const width = <usize>d << 3;
  const even = width & ~15;
  for (let piece = 0; piece < pieces; piece++) {
    const from = columns + <usize>load<i32>(starts + (<usize>piece << 2)) * width;
    const to = columns + <usize>load<i32>(starts + (<usize>piece << 2), 4) * width;
    for (let m = 0; m < labellings; m++, groups += 4) {
      const group = <usize>load<i32>(groups);
      const mean = means + group * width;
      let sum: f64 = 0;
      for (let p = from; p < to; p += width) {
        let squares = f64x2.splat(0);
        for (let o: usize = 0; o < even; o += 16) {
          const e = f64x2.sub(v128.load(p + o), v128.load(mean + o));
          squares = f64x2.add(squares, f64x2.mul(e, e));
        }
        let square = f64x2.extract_lane(squares, 0) + f64x2.extract_lane(squares, 1);
        if (even < width) {
          const e = load<f64>(p + even) - load<f64>(mean + even);
          square += e * e;
        }
        sum += sqrt<f64>(square);
      }
      store<f64>(sums + (group << 3), load<f64>(sums + (group << 3)) + sum);
    }
  }
}
