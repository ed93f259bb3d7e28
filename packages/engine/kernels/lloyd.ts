import { madd_f32x4 } from './madd';

/*
 * Lloyd's rounds on f32 copies of the rows (lanes.ts), four rows at a time. Every label is that of the f64 arithmetic of
 * assignRows: a row whose two nearest centres lie within the error of f32 is decided again in f64.
 *
 * `work`, which starts as zeros: the path (f64) that the centres have walked together; room for a tile; for every four rows
 * the length of path up to which none of their labels can change; the centres as f32 about the means.
 */

/** Half a unit in the last place of an f32 of 1. */
const ULP: f64 = 5.9604644775390625e-8;

/** Groups of four rows that are looked at before any label is changed. */
const TILE: i32 = 256;

// Places in `work`.
const BEST: usize = 8;
const SECOND: usize = 16;
const BOUNDED: usize = 24;
const LIST: usize = 32;
const ODD: usize = LIST + 1024;
const FOUND: usize = ODD + 1024;
const LIMITS: usize = FOUND + 4096;

/** Bits of an f32 above any distance that is looked at, and not so near to infinity. */
const FARTHEST: i32 = 0x7f000000;

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
  let o: usize = 0;
  for (; o + 16 <= width; o += 16) v128.store(to + o, f64x2.add(v128.load(to + o), v128.load(row + o)));
  if (o < width) store<f64>(to + o, load<f64>(to + o) + load<f64>(row + o));
  const size = sizes + (<usize>label << 2);
  store<i32>(size, load<i32>(size) + 1);
  if (before < 0) return;
  const from = sums + <usize>before * width;
  o = 0;
  for (; o + 16 <= width; o += 16) v128.store(from + o, f64x2.sub(v128.load(from + o), v128.load(row + o)));
  if (o < width) store<f64>(from + o, load<f64>(from + o) - load<f64>(row + o));
  const left = sizes + (<usize>before << 2);
  store<i32>(left, load<i32>(left) - 1);
}

/** One step of a squared distance: the difference to the next coordinate of a centre. */
// @ts-ignore: decorator
@inline
function add_square(sum: v128, x: v128, c: v128): v128 {
  const e = f32x4.sub(x, c);
  return madd_f32x4(e, e, sum);
}

/**
 * Looks at the listed groups. The index of a centre takes the lowest bits of its distance, so that one integer minimum finds
 * both. Writes labels found, limits if `bounded`, and a list of the groups with rows to be looked at; returns its length.
 * Inlined for every `d` up to 8, whose rows then stay in registers.
 */
// @ts-ignore: decorator
@inline
function scan(
  d: i32, lanes: usize, stride: usize, norms: usize, centres: usize, end: usize, low: i32,
  labels: usize, work: usize, waiting: i32, limits: usize, bounded: i32, path: f64,
): i32 {
  // Error of one squared distance D: rounding the coordinates costs 6 D + 2 |x|^2 half units, the sum d + 1, the index 2 low.
  const share = f32x4.splat(<f32>(ULP * <f64>(d + 16 + 2 * low)));
  const offset = f32x4.splat(<f32>(ULP * 3));
  const tiny = f32x4.splat(1e-36);
  const zero = f32x4.splat(0);
  const clean = i32x4.splat(-low);
  const one = i32x4.splat(1);
  let odd = 0;
  for (let a = 0; a < waiting; a++) {
    const g = <usize>load<i32>(work + LIST + (<usize>a << 2));
    const at = g << 4;
    const x = lanes + at;
    const x0 = v128.load(x);
    const x1 = d > 1 ? v128.load(x + stride) : zero;
    const x2 = d > 2 ? v128.load(x + 2 * stride) : zero;
    const x3 = d > 3 ? v128.load(x + 3 * stride) : zero;
    const x4 = d > 4 ? v128.load(x + 4 * stride) : zero;
    const x5 = d > 5 ? v128.load(x + 5 * stride) : zero;
    const x6 = d > 6 ? v128.load(x + 6 * stride) : zero;
    const x7 = d > 7 ? v128.load(x + 7 * stride) : zero;
    let best = i32x4.splat(FARTHEST);
    let second = best;
    let id = zero;
    for (let q = centres; q < end; q += <usize>d << 2) {
      const e0 = f32x4.sub(x0, v128.load_splat<f32>(q));
      let sum = f32x4.mul(e0, e0);
      if (d > 1) sum = add_square(sum, x1, v128.load_splat<f32>(q, 4));
      if (d > 2) sum = add_square(sum, x2, v128.load_splat<f32>(q, 8));
      if (d > 3) sum = add_square(sum, x3, v128.load_splat<f32>(q, 12));
      if (d > 4) sum = add_square(sum, x4, v128.load_splat<f32>(q, 16));
      if (d > 5) sum = add_square(sum, x5, v128.load_splat<f32>(q, 20));
      if (d > 6) sum = add_square(sum, x6, v128.load_splat<f32>(q, 24));
      if (d > 7) sum = add_square(sum, x7, v128.load_splat<f32>(q, 28));
      if (d > 8)
        for (let p = x + 8 * stride, c = q + 32; p < norms; p += stride, c += 4)
          sum = add_square(sum, v128.load(p), v128.load_splat<f32>(c));
      sum = v128.or(v128.and(sum, clean), id);
      second = i32x4.min_s(second, i32x4.max_s(sum, best));
      best = i32x4.min_s(best, sum);
      id = i32x4.add(id, one);
    }
    const error = madd_f32x4(second, share, madd_f32x4(v128.load(norms + at), offset, tiny));
    const least = f32x4.sub(second, error);
    const most = f32x4.add(best, error);
    const clear = f32x4.gt(least, most);
    const label = v128.andnot(best, clean);
    v128.store(work + FOUND + (<usize>a << 4), label);
    const strange = i32x4.bitmask(v128.or(v128.not(clear), i32x4.ne(label, v128.load(labels + at))));
    store<i32>(work + ODD + (<usize>odd << 2), (a << 8) | ((i32x4.bitmask(clear) ^ 15) << 4) | strange);
    odd += <i32>(strange !== 0);
    if (bounded) {
      const gap = v128.bitselect(f32x4.sub(f32x4.sqrt(least), f32x4.sqrt(most)), f32x4.splat(1e30), clear);
      const pair = f32x4.pmin(gap, i32x4.shuffle(gap, gap, 2, 3, 0, 1));
      const low = f32x4.pmin(pair, i32x4.shuffle(pair, pair, 1, 0, 3, 2));
      store<f64>(limits + (g << 3), path + <f64>f32x4.extract_lane(low, 0) * (1 - 1e-6));
    }
  }
  return odd;
}

/** One assignment of all rows; sums and sizes follow unless `sums` is 0. Returns how many labels changed. */
function assign(
  points: usize, n: i32, d: i32, means: usize, lanes: usize,
  k: i32, centroids: usize, labels: usize, sums: usize, sizes: usize, moves: usize, work: usize,
): i32 {
  const width = <usize>d << 3;
  const stride = <usize>((n + 7) & ~7) << 2;
  const groups = (n + 3) >> 2;
  const norms = lanes + <usize>d * stride;
  const limits = work + LIMITS;
  const centres = limits + (<usize>groups << 3);
  const end = centres + ((<usize>k * <usize>d) << 2);
  const path = walk(k, moves, work);
  for (let j = 0, q = centroids, out = centres; j < k; j++)
    for (let o: usize = 0; o < width; o += 8, q += 8, out += 4)
      store<f32>(out, <f32>(load<f64>(q) - load<f64>(means + o)));

  let low = 1;
  while (low < k) low <<= 1;
  const bounded = load<i32>(work + BOUNDED);
  let changed = 0;
  for (let from = 0; from < groups; from += TILE) {
    const to = min(groups, from + TILE);
    // Lists are written without a branch: which groups are in them cannot be foretold.
    let waiting = 0;
    if (bounded) {
      for (let g = from; g < to; g++) {
        store<i32>(work + LIST + (<usize>waiting << 2), g);
        waiting += <i32>(load<f64>(limits + (<usize>g << 3)) <= path);
      }
    } else {
      for (let g = from; g < to; g++) store<i32>(work + LIST + (<usize>(g - from) << 2), g);
      waiting = to - from;
    }
    let odd: i32;
    if (d === 1) odd = scan(1, lanes, stride, norms, centres, end, low, labels, work, waiting, limits, bounded, path);
    else if (d === 2) odd = scan(2, lanes, stride, norms, centres, end, low, labels, work, waiting, limits, bounded, path);
    else if (d === 3) odd = scan(3, lanes, stride, norms, centres, end, low, labels, work, waiting, limits, bounded, path);
    else if (d === 4) odd = scan(4, lanes, stride, norms, centres, end, low, labels, work, waiting, limits, bounded, path);
    else if (d === 5) odd = scan(5, lanes, stride, norms, centres, end, low, labels, work, waiting, limits, bounded, path);
    else if (d === 6) odd = scan(6, lanes, stride, norms, centres, end, low, labels, work, waiting, limits, bounded, path);
    else if (d === 7) odd = scan(7, lanes, stride, norms, centres, end, low, labels, work, waiting, limits, bounded, path);
    else if (d === 8) odd = scan(8, lanes, stride, norms, centres, end, low, labels, work, waiting, limits, bounded, path);
    else odd = scan(d, lanes, stride, norms, centres, end, low, labels, work, waiting, limits, bounded, path);
    for (let a = 0; a < odd; a++) {
      const slot = load<i32>(work + ODD + (<usize>a << 2));
      const g = load<i32>(work + LIST + (<usize>(slot >> 8) << 2));
      const found = work + FOUND + (<usize>(slot >> 8) << 4);
      for (let bits = slot & 15; bits; bits &= bits - 1) {
        const l = ctz(bits);
        const i = (g << 2) + l;
        if (i >= n) break;
        const row = points + <usize>i * width;
        let label = load<i32>(found + (<usize>l << 2));
        if ((slot >> (4 + l)) & 1) {
          label = look(row, centroids, k, width, work);
          const gap = Math.sqrt(load<f64>(work + SECOND)) * (1 - 1e-6) - Math.sqrt(load<f64>(work + BEST)) * (1 + 1e-6);
          const limit = limits + (<usize>g << 3);
          if (path + gap < load<f64>(limit)) store<f64>(limit, path + gap);
        }
        const at = labels + (<usize>i << 2);
        const before = load<i32>(at);
        if (before === label) continue;
        changed++;
        if (sums) change(row, width, before, label, sums, sizes);
        store<i32>(at, label);
      }
    }
  }
  // Bounds cost more than they save while many labels change.
  store<i32>(work + BOUNDED, bounded | <i32>(changed * 16 < n));
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

/** Labels of the centres as they are. */
export function lloyd_labels(
  points: usize, n: i32, d: i32, means: usize, lanes: usize,
  k: i32, centroids: usize, labels: usize, sums: usize, sizes: usize, moves: usize, work: usize,
): void {
  assign(points, n, d, means, lanes, k, centroids, labels, 0, sizes, moves, work);
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
