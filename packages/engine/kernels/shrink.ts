/**
 * Squared distances of n rows (f64, row by row) to row `centre`, each kept where it is below `closest`. Writes `shrunk`;
 * returns the sum. Same arithmetic in the same order as shrinkDistances: rows in pairs, one sum after the other.
 */
export function shrink_distances(points: usize, n: i32, d: i32, centre: i32, closest: usize, shrunk: usize): f64 {
  const width = <usize>d << 3;
  const q = points + <usize>centre * width;
  let total: f64 = 0;
  let p = points;
  for (let i = 0; i < n; i++, p += width) {
    let sum: f64 = 0;
    for (let o: usize = 0; o < width; o += 8) {
      const e = load<f64>(p + o) - load<f64>(q + o);
      sum += e * e;
    }
    const known = load<f64>(closest + (<usize>i << 3));
    const near = sum < known ? sum : known;
    store<f64>(shrunk + (<usize>i << 3), near);
    total += near;
  }
  return total;
}
