/** Rows whose weights are added up together, so that a draw passes over most rows 32 at a time. */
const BLOCK: i32 = 32;

/**
 * What the squared distances to the nearest chosen row become when `row` joins them, for rows `from` to `to` (multiples of
 * 8). Writes `shrunk`; returns their sum: even rows, then odd rows. Twin: shrinkBlock.
 */
// @ts-ignore: decorator
@inline
function shrink_block(columns: usize, stride: usize, d: i32, row: usize, closest: usize, shrunk: usize, from: usize, to: usize): f64 {
  let total = f64x2.splat(0);
  const end = columns + <usize>d * stride;
  for (let at = from; at < to; at += 64) {
    let sum0 = f64x2.splat(0);
    let sum1 = sum0;
    let sum2 = sum0;
    let sum3 = sum0;
    for (let column = columns; column < end; column += stride) {
      const q = v128.load_splat<f64>(column + row);
      const p = column + at;
      const e0 = f64x2.sub(v128.load(p), q);
      const e1 = f64x2.sub(v128.load(p, 16), q);
      const e2 = f64x2.sub(v128.load(p, 32), q);
      const e3 = f64x2.sub(v128.load(p, 48), q);
      sum0 = f64x2.add(sum0, f64x2.mul(e0, e0));
      sum1 = f64x2.add(sum1, f64x2.mul(e1, e1));
      sum2 = f64x2.add(sum2, f64x2.mul(e2, e2));
      sum3 = f64x2.add(sum3, f64x2.mul(e3, e3));
    }
    const c = closest + at;
    sum0 = f64x2.pmin(v128.load(c), sum0);
    sum1 = f64x2.pmin(v128.load(c, 16), sum1);
    sum2 = f64x2.pmin(v128.load(c, 32), sum2);
    sum3 = f64x2.pmin(v128.load(c, 48), sum3);
    const s = shrunk + at;
    v128.store(s, sum0);
    v128.store(s, sum1, 16);
    v128.store(s, sum2, 32);
    v128.store(s, sum3, 48);
    total = f64x2.add(f64x2.add(f64x2.add(f64x2.add(total, sum0), sum1), sum2), sum3);
  }
  return f64x2.extract_lane(total, 0) + f64x2.extract_lane(total, 1);
}

/** The first row at which the running sum of the weights exceeds `target`; past the end the last row of weight. Twin: drawRow. */
function draw_row(weights: usize, blocks: usize, padded: i32, target: f64): i32 {
  let running: f64 = 0;
  for (let from = 0, b = blocks; from < padded; from += BLOCK, b += 8) {
    const sum = load<f64>(b);
    if (running + sum <= target) {
      running += sum;
      continue;
    }
    const to = min(padded, from + BLOCK);
    for (let i = from; i < to; i++) {
      running += load<f64>(weights + (<usize>i << 3));
      if (running > target) return i;
    }
  }
  let last = padded - 1;
  while (last > 0 && !(load<f64>(weights + (<usize>last << 3)) > 0)) last--;
  return last;
}

/**
 * Greedy k-means++ on `columns` (lanes.ts, column_rows): the rows chosen as first centres. `draws` holds one number for
 * the first and `trials` for each other. `work`: trials + 1 times padded rows, blocks, and two numbers more (f64).
 * Twin: greedyRows, the same sums in the same order, so that the choice does not depend on the build.
 */
export function greedy_rows(columns: usize, n: i32, d: i32, k: i32, trials: i32, draws: usize, chosen: usize, work: usize): void {
  const padded = (n + 7) & ~7;
  const size = <usize>padded << 3;
  const width = <usize>((padded + BLOCK - 1) / BLOCK) << 3;
  const slots = trials + 1;
  const blocks = work + <usize>slots * size;
  const totals = blocks + <usize>slots * width;
  const rows = totals + (<usize>slots << 3);
  // The weights now are in the last slot; those of trial t go to the t-th slot after it.
  let now = trials;
  const first = work + <usize>now * size;
  for (let i = 0; i < padded; i++) store<f64>(first + (<usize>i << 3), i < n ? Infinity : 0);
  let potential: f64 = 0;
  for (let c = 0; c < k; c++) {
    const tried = c === 0 ? 1 : trials;
    for (let t = 0; t < tried; t++) {
      const draw = load<f64>(draws);
      draws += 8;
      const row = c === 0 ? <i32>(draw * <f64>n) : draw_row(work + <usize>now * size, blocks + <usize>now * width, padded, draw * potential);
      store<i32>(rows + (<usize>t << 2), row);
      store<f64>(totals + (<usize>t << 3), 0);
    }
    for (let from: usize = 0, b: usize = 0; from < size; from += BLOCK << 3, b += 8) {
      const to = min(size, from + (BLOCK << 3));
      for (let t = 0; t < tried; t++) {
        const slot = <usize>((now + 1 + t) % slots);
        const row = <usize>load<i32>(rows + (<usize>t << 2)) << 3;
        const sum = shrink_block(columns, size, d, row, work + <usize>now * size, work + slot * size, from, to);
        store<f64>(blocks + slot * width + b, sum);
        const total = totals + (<usize>t << 3);
        store<f64>(total, load<f64>(total) + sum);
      }
    }
    let best = 0;
    for (let t = 1; t < tried; t++)
      if (load<f64>(totals + (<usize>t << 3)) < load<f64>(totals + (<usize>best << 3))) best = t;
    potential = load<f64>(totals + (<usize>best << 3));
    store<i32>(chosen + (<usize>c << 2), load<i32>(rows + (<usize>best << 2)));
    now = (now + 1 + best) % slots;
  }
}
