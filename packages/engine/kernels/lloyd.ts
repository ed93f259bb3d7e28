/*
 * Lloyd's rounds on f32 copies of the rows (lanes.ts), eight rows at a time. Every label is that of the f64 arithmetic of
 * assignRows: a row whose two nearest centres lie within the error of f32 is decided again in f64.
 *
 * `work`: f64 path walked by the centres so far; 8 f64 of scratch; then for every eight rows the length of path (f64) up
 * to which none of their labels can change; then the centres as f32. The room starts as zeros.
 */

/** Half a unit in the last place of an f32 of 1. */
const ULP: f64 = 5.9604644775390625e-8;

/** Bytes before the limits of the groups. */
const HEAD: usize = 128;
/** Where in `work` the gaps of eight rows are put for a closer look. */
const GAPS: usize = 64;
const BEST: usize = 8;
const SECOND: usize = 16;

// @ts-ignore: decorator
@inline
function limits_of(work: usize): usize {
  return work + HEAD;
}

/** Index of the nearest centre of a row in f64, the lowest on a tie. Writes the two smallest squared distances. */
function look(row: usize, centroids: usize, k: i32, width: usize, work: usize): i32 {
  let best: f64 = Infinity;
  let second: f64 = Infinity;
  let label = 0;
  let q = centroids;
  for (let j = 0; j < k; j++) {
    let sum: f64 = 0;
    for (let o: usize = 0; o < width; o += 8, q += 8) {
      const e = load<f64>(row + o) - load<f64>(q);
      sum += e * e;
    }
    if (sum < best) {
      second = best;
      best = sum;
      label = j;
    } else if (sum < second) second = sum;
  }
  store<f64>(work + BEST, best);
  store<f64>(work + SECOND, second);
  return label;
}

/** Lets the path follow the centres, which moved by `moves`: no gap can close by more than the two longest together. */
function walk(k: i32, moves: usize, work: usize): f64 {
  let first: f64 = 0;
  let second: f64 = 0;
  for (let j = 0; j < k; j++) {
    const move = load<f64>(moves + (<usize>j << 3));
    if (move > first) {
      second = first;
      first = move;
    } else if (move > second) second = move;
  }
  const path = (load<f64>(work) + first + second) * (1 + 1e-14);
  store<f64>(work, path);
  return path;
}

/** Moves row i from its cluster to `label`. */
function change(row: usize, width: usize, before: i32, label: i32, sums: usize, sizes: usize): void {
  const to = sums + <usize>label * width;
  for (let o: usize = 0; o < width; o += 8) store<f64>(to + o, load<f64>(to + o) + load<f64>(row + o));
  const size = sizes + (<usize>label << 2);
  store<i32>(size, load<i32>(size) + 1);
  if (before < 0) return;
  const from = sums + <usize>before * width;
  for (let o: usize = 0; o < width; o += 8) store<f64>(from + o, load<f64>(from + o) - load<f64>(row + o));
  const left = sizes + (<usize>before << 2);
  store<i32>(left, load<i32>(left) - 1);
}

/** One assignment of all rows; sums and sizes follow unless `sums` is 0. Returns how many labels changed. */
function assign(
  points: usize, n: i32, d: i32, means: usize, lanes: usize,
  k: i32, centroids: usize, labels: usize, sums: usize, sizes: usize, moves: usize, work: usize,
): i32 {
  const width = <usize>d << 3;
  const stride = <usize>((n + 7) & ~7) << 2;
  const groups = (n + 7) >> 3;
  const norms = lanes + <usize>d * stride;
  const limits = limits_of(work);
  const centres = limits + (<usize>groups << 3);
  const centresEnd = centres + ((<usize>k * <usize>d) << 2);
  const path = walk(k, moves, work);
  for (let j = 0, q = centroids, out = centres; j < k; j++)
    for (let o: usize = 0; o < width; o += 8, q += 8, out += 4)
      store<f32>(out, <f32>(load<f64>(q) - load<f64>(means + o)));

  // The index of a centre takes the lowest bits of its distance: one integer minimum then finds both.
  let low = 1;
  while (low < k) low <<= 1;
  const clean = i32x4.splat(-low);
  const index = i32x4.splat(low - 1);
  // Error of one squared distance D: rounding the coordinates costs 6 D + 2 |x|^2 half units, the sum d + 1, the index 2 low.
  const share = f32x4.splat(<f32>(ULP * <f64>(d + 16 + 2 * low)));
  const offset = f32x4.splat(<f32>(ULP * 3));
  const tiny = f32x4.splat(1e-36);
  let changed = 0;
  for (let g = 0; g < groups; g++) {
    if (path < load<f64>(limits + (<usize>g << 3))) continue;
    const at = <usize>g << 5;
    const x = lanes + at;
    let best0 = i32x4.splat(0x7f000000);
    let best1 = best0;
    let second0 = best0;
    let second1 = best0;
    let id = i32x4.splat(0);
    for (let q = centres; q < centresEnd; ) {
      let sum0 = f32x4.splat(0);
      let sum1 = sum0;
      for (let p = x; p < norms; p += stride, q += 4) {
        const c = v128.load_splat<f32>(q);
        const e0 = f32x4.sub(v128.load(p), c);
        const e1 = f32x4.sub(v128.load(p, 16), c);
        sum0 = f32x4.add(sum0, f32x4.mul(e0, e0));
        sum1 = f32x4.add(sum1, f32x4.mul(e1, e1));
      }
      sum0 = v128.or(v128.and(sum0, clean), id);
      sum1 = v128.or(v128.and(sum1, clean), id);
      second0 = i32x4.min_s(second0, i32x4.max_s(sum0, best0));
      second1 = i32x4.min_s(second1, i32x4.max_s(sum1, best1));
      best0 = i32x4.min_s(best0, sum0);
      best1 = i32x4.min_s(best1, sum1);
      id = i32x4.add(id, i32x4.splat(1));
    }
    const found0 = v128.and(best0, index);
    const found1 = v128.and(best1, index);
    const error0 = f32x4.add(f32x4.add(f32x4.mul(second0, share), f32x4.mul(v128.load(norms + at), offset)), tiny);
    const error1 = f32x4.add(f32x4.add(f32x4.mul(second1, share), f32x4.mul(v128.load(norms + at, 16), offset)), tiny);
    const least0 = f32x4.sub(second0, error0);
    const least1 = f32x4.sub(second1, error1);
    const most0 = f32x4.add(best0, error0);
    const most1 = f32x4.add(best1, error1);
    const clear0 = f32x4.gt(least0, most0);
    const clear1 = f32x4.gt(least1, most1);
    const gap0 = f32x4.sub(f32x4.sqrt(least0), f32x4.sqrt(most0));
    const gap1 = f32x4.sub(f32x4.sqrt(least1), f32x4.sqrt(most1));
    const label = labels + at;
    const differs0 = i32x4.ne(found0, v128.load(label));
    const differs1 = i32x4.ne(found1, v128.load(label, 16));
    const gaps = work + GAPS;
    v128.store(gaps, gap0);
    v128.store(gaps, gap1, 16);
    const unclear = ~(i32x4.bitmask(clear0) | (i32x4.bitmask(clear1) << 4)) & 255;
    const differs = i32x4.bitmask(differs0) | (i32x4.bitmask(differs1) << 4);
    let odd = (unclear | differs) & ((1 << min(8, n - (g << 3))) - 1);
    if (odd) {
      const f = work + 32;
      v128.store(f, found0);
      v128.store(f, found1, 16);
      for (; odd; odd &= odd - 1) {
        const l = ctz(odd);
        const row = points + <usize>((g << 3) + l) * width;
        let to = load<i32>(f + (<usize>l << 2));
        if ((unclear >> l) & 1) {
          to = look(row, centroids, k, width, work);
          const gap = Math.sqrt(load<f64>(work + SECOND)) * (1 - 1e-6) - Math.sqrt(load<f64>(work + BEST)) * (1 + 1e-6);
          store<f32>(gaps + (<usize>l << 2), <f32>gap);
        }
        const before = load<i32>(label + (<usize>l << 2));
        if (before === to) continue;
        changed++;
        if (sums) change(row, width, before, to, sums, sizes);
        store<i32>(label + (<usize>l << 2), to);
      }
    }
    const pairs = f32x4.pmin(v128.load(gaps), v128.load(gaps, 16));
    const a = min(f32x4.extract_lane(pairs, 0), f32x4.extract_lane(pairs, 1));
    const b = min(f32x4.extract_lane(pairs, 2), f32x4.extract_lane(pairs, 3));
    store<f64>(limits + (<usize>g << 3), path + <f64>min(a, b) * (1 - 1e-6));
  }
  return changed;
}

/** Moves every centre to its mean and writes how far; returns the sum of the squares. Twin: moveCentroids. */
function move(centroids: usize, k: i32, width: usize, sums: usize, sizes: usize, moves: usize): f64 {
  let total: f64 = 0;
  for (let j = 0; j < k; j++) {
    const size = load<i32>(sizes + (<usize>j << 2));
    let moved: f64 = 0;
    if (size > 0) {
      const q = <usize>j * width;
      for (let o: usize = q; o < q + width; o += 8) {
        const mean = load<f64>(sums + o) / <f64>size;
        const e = mean - load<f64>(centroids + o);
        moved += e * e;
        store<f64>(centroids + o, mean);
      }
    }
    store<f64>(moves + (<usize>j << 3), Math.sqrt(moved));
    total += moved;
  }
  return total;
}

// @ts-ignore: decorator
@inline
function starves(k: i32, sizes: usize): bool {
  for (let j = 0; j < k; j++) if (load<i32>(sizes + (<usize>j << 2)) === 0) return true;
  return false;
}

/**
 * At most `rounds` rounds of Lloyd. Returns 4 times the rounds done, plus 1 when the fit has settled, plus 2 when a cluster
 * ran empty in the last round, whose centres then have not moved.
 */
export function lloyd_rounds(
  points: usize, n: i32, d: i32, means: usize, lanes: usize,
  k: i32, centroids: usize, labels: usize, sums: usize, sizes: usize, moves: usize, work: usize,
  rounds: i32, shift: f64,
): i32 {
  const width = <usize>d << 3;
  for (let round = 1; round <= rounds; round++) {
    if (assign(points, n, d, means, lanes, k, centroids, labels, sums, sizes, moves, work) === 0) return 4 * round + 1;
    if (starves(k, sizes)) return 4 * round + 2;
    if (move(centroids, k, width, sums, sizes, moves) <= shift) return 4 * round + 1;
  }
  return 4 * rounds;
}

/** Sums and sizes of the rows of every label, afresh. */
export function sum_rows(points: usize, n: i32, d: i32, k: i32, labels: usize, sums: usize, sizes: usize): void {
  const width = <usize>d << 3;
  memory.fill(sums, 0, <usize>k * width);
  memory.fill(sizes, 0, <usize>k << 2);
  let p = points;
  for (let i = 0; i < n; i++, p += width) {
    const label = load<i32>(labels + (<usize>i << 2));
    const size = sizes + (<usize>label << 2);
    store<i32>(size, load<i32>(size) + 1);
    const to = sums + <usize>label * width;
    let o: usize = 0;
    for (; o + 16 <= width; o += 16) v128.store(to + o, f64x2.add(v128.load(to + o), v128.load(p + o)));
    if (o < width) store<f64>(to + o, load<f64>(to + o) + load<f64>(p + o));
  }
}

/** Ends a fit: fresh means where no cluster is empty, labels of those, sizes of the labels. Returns the inertia. */
export function lloyd_finish(
  points: usize, n: i32, d: i32, means: usize, lanes: usize,
  k: i32, centroids: usize, labels: usize, sums: usize, sizes: usize, moves: usize, work: usize,
): f64 {
  const width = <usize>d << 3;
  if (!starves(k, sizes)) {
    // The last round's moves count before the next are written over them.
    walk(k, moves, work);
    sum_rows(points, n, d, k, labels, sums, sizes);
    move(centroids, k, width, sums, sizes, moves);
  }
  assign(points, n, d, means, lanes, k, centroids, labels, 0, sizes, moves, work);
  memory.fill(sizes, 0, <usize>k << 2);
  let inertia: f64 = 0;
  let p = points;
  for (let i = 0; i < n; i++, p += width) {
    const label = load<i32>(labels + (<usize>i << 2));
    const size = sizes + (<usize>label << 2);
    store<i32>(size, load<i32>(size) + 1);
    const q = centroids + <usize>label * width;
    let sum: f64 = 0;
    for (let o: usize = 0; o < width; o += 8) {
      const e = load<f64>(p + o) - load<f64>(q + o);
      sum += e * e;
    }
    inertia += sum;
  }
  return inertia;
}
