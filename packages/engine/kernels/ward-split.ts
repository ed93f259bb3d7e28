import { CENTROIDS, COLS, IDS, LEAVES, LEVELS, LIVE, MIDDLE, PLACES, RANGES, RECORDS, STRIDE, leaf_start } from './ward-frame';

/** A range is measured afresh from its own centre when it is that much smaller than its distance from the last one. */
const SMALL: f32 = 0.0009765625;

const FEWEST_TO_PART = 1024;
const FAR_OUT: f32 = 0.0009765625;

/** Writes a record for every live cluster, and the whole as the first range to split. */
export function ward_records(frame: usize): void {
  const d = <usize>load<u32>(frame, COLS);
  const places = load<i32>(frame, PLACES);
  const stride = <usize>load<u32>(frame, STRIDE);
  const ids = <usize>load<u32>(frame, IDS);
  const flat = load<i32>(frame, LEVELS) == 0;
  const middle = <usize>load<u32>(frame, MIDDLE);
  const ranges = <usize>load<u32>(frame, RANGES);
  let record = <usize>load<u32>(frame, RECORDS);
  for (let p = 0; p < places; p++) {
    if (load<i32>(ids + (<usize>p << 2)) < 0) continue;
    if (!flat) measure(frame, record, p, middle, d);
    store<i32>(record + stride - 4, p);
    record += stride;
  }
  store<i32>(ranges, flat ? 0 : 1);
  store<i32>(ranges, 0, 4);
  store<i32>(ranges, load<i32>(frame, LEAVES), 8);
}

/** Coordinates of the cluster at a place, from an origin. */
// @ts-ignore: decorator
@inline
function measure(frame: usize, record: usize, place: i32, origin: usize, d: usize): void {
  const from = <usize>load<u32>(frame, CENTROIDS) + <usize>place * (d << 3);
  const scale = load<f64>(<usize>load<u32>(frame, MIDDLE) + (d << 3));
  for (let c: usize = 0; c < d; c++)
    store<f32>(record + (c << 2), <f32>((load<f64>(from + (c << 3)) - load<f64>(origin + (c << 3))) * scale));
}

/** Splits ranges until `budget` records were looked at; returns how many ranges are left. */
export function ward_split(frame: usize, budget: i32): i32 {
  const live = load<i32>(frame, LIVE);
  const leaves = load<i32>(frame, LEAVES);
  const stride = <usize>load<u32>(frame, STRIDE);
  const records = <usize>load<u32>(frame, RECORDS);
  const ranges = <usize>load<u32>(frame, RANGES);
  let depth = load<i32>(ranges);
  while (depth > 0 && budget > 0) {
    const top = ranges + 4 + (<usize>--depth << 3);
    const first = load<i32>(top);
    const last = load<i32>(top, 4);
    if (last - first < 2) continue;
    const from = records + <usize>leaf_start(first, live, leaves) * stride;
    const to = records + <usize>leaf_start(last, live, leaves) * stride;
    budget -= <i32>((to - from) / stride);
    const column = widest_column(frame, from, to);
    const points = <i32>((to - from) / stride);
    const inner = points < FEWEST_TO_PART ? 0 : part_core(frame, from, to, points);
    // Whole nodes of the core; the few rows left over go with the far ones.
    const core = first + (<i32>((<u64>inner * <u64>(last - first)) / <u64>points) & ~7);
    const middle = core > first ? core : first + left_leaves(last - first);
    if (core == first && column >= 0) {
      const offset = <usize>column << 2;
      const cut = records + <usize>leaf_start(middle, live, leaves) * stride;
      select(from + offset, to - stride + offset, cut + offset, stride, offset);
    }
    store<i32>(top, middle);
    store<i32>(top, last, 4);
    store<i32>(top, first, 8);
    store<i32>(top, middle, 12);
    depth += 2;
  }
  store<i32>(ranges, depth);
  return depth;
}

/**
 * Where a sample says that half the rows lie in a box a thousand times smaller than the range, puts the rows of that
 * box first and returns their number, else 0: in a node that spans both, single precision could not tell them apart.
 */
function part_core(frame: usize, from: usize, to: usize, points: i32): i32 {
  const d = <usize>load<u32>(frame, COLS);
  const stride = <usize>load<u32>(frame, STRIDE);
  const sample = <usize>load<u32>(frame, RANGES) + 1152;
  const box = <usize>load<u32>(frame, RANGES) + 2048;
  let widest: f32 = 0;
  let inner: f32 = 0;
  for (let c: usize = 0; c < d << 2; c += 4) {
    for (let i: usize = 0; i < 128; i += 4) {
      // Spread by the golden ratio: even steps could meet a pattern in the rows.
      const row = (<u64>(<u32>(i >> 2) * 0x9e3779b1) * <u64>points) >> 32;
      const x = load<f32>(from + <usize>row * stride + c);
      let at = i;
      for (; at > 0 && load<f32>(sample + at - 4) > x; at -= 4) store<f32>(sample + at, load<f32>(sample + at - 4));
      store<f32>(sample + at, x);
    }
    const low = load<f32>(sample, 32);
    const high = load<f32>(sample, 92);
    const extent = high - low;
    store<f32>(box + (c << 1), low - 2 * extent);
    store<f32>(box + (c << 1), high + 2 * extent, 4);
    if (extent > inner) inner = extent;
    const most = load<f32>(sample, 124) - load<f32>(sample);
    if (most > widest) widest = most;
  }
  if (inner >= FAR_OUT * widest) return 0;
  let next = from;
  for (let r = from; r < to; r += stride) {
    let inside = true;
    for (let c: usize = 0; c < d << 2 && inside; c += 4) {
      const x = load<f32>(r + c);
      inside = x >= load<f32>(box + (c << 1)) && x <= load<f32>(box + (c << 1), 4);
    }
    if (!inside) continue;
    for (let o: usize = 0; o < stride; o += 16) {
      const x = v128.load(next + o);
      v128.store(next + o, v128.load(r + o));
      v128.store(r + o, x);
    }
    next += stride;
  }
  return <i32>((next - from) / stride);
}

/** Leaves in the left part: half of them in whole subtrees of 8, 64, ... leaves, so that every node is a part of one cut. */
function left_leaves(count: i32): i32 {
  let unit = 1;
  while (unit << 3 < count) unit <<= 3;
  const units = (count + unit - 1) / unit;
  return (units >> 1) * unit;
}

/** The column in which records spread widest, or -1 where they do not. Measures a small range anew. */
function widest_column(frame: usize, from: usize, to: usize): i32 {
  const d = <usize>load<u32>(frame, COLS);
  const stride = <usize>load<u32>(frame, STRIDE);
  let width: f32 = 0;
  let column = -1;
  for (let pass = 0; pass < 2; pass++) {
    let far: f32 = 0;
    width = 0;
    column = -1;
    for (let o: usize = 0; o < d << 2; o += 16) {
      let low = v128.load(from + o);
      let high = low;
      for (let r = from + stride + o; r < to; r += stride) {
        const x = v128.load(r);
        low = f32x4.pmin(low, x);
        high = f32x4.pmax(high, x);
      }
      const boxes = <usize>load<u32>(frame, RANGES) + 1024;
      v128.store(boxes, low);
      v128.store(boxes, high, 16);
      for (let c: usize = 0; c < 16 && o + c < d << 2; c += 4) {
        const least = load<f32>(boxes + c);
        const most = load<f32>(boxes + c, 16);
        const extent = most - least;
        if (extent > width) {
          width = extent;
          column = <i32>((o + c) >> 2);
        }
        far = max<f32>(far, max<f32>(abs<f32>(least), abs<f32>(most)));
      }
    }
    if (pass == 1 || width >= SMALL * far) break;
    // Their first cluster becomes the origin.
    const origin = <usize>load<u32>(frame, CENTROIDS) + <usize>load<u32>(from + stride - 4) * (d << 3);
    for (let r = from; r < to; r += stride) measure(frame, r, load<i32>(r + stride - 4), origin, d);
  }
  return column;
}

/** Puts records in order around `cut`: none before it has a greater key, none after it a smaller one. Hoare's selection. */
function select(low: usize, high: usize, cut: usize, stride: usize, offset: usize): void {
  while (low < high) {
    const pivot = pivot_of(low, high, stride);
    let i = low;
    let j = high;
    do {
      while (load<f32>(i) < pivot) i += stride;
      while (load<f32>(j) > pivot) j -= stride;
      if (i <= j) {
        for (let o: usize = 0; o < stride; o += 16) {
          const x = v128.load(i - offset + o);
          v128.store(i - offset + o, v128.load(j - offset + o));
          v128.store(j - offset + o, x);
        }
        i += stride;
        j -= stride;
      }
    } while (i <= j);
    if (cut <= j) high = j;
    else if (cut >= i) low = i;
    else return;
  }
}

function pivot_of(low: usize, high: usize, stride: usize): f32 {
  const count = (high - low) / stride;
  if (count < 64) return median(load<f32>(low), load<f32>(low + (count >> 1) * stride), load<f32>(high));
  const step = (count >> 3) * stride;
  const a = median(load<f32>(low), load<f32>(low + step), load<f32>(low + 2 * step));
  const b = median(load<f32>(low + 3 * step), load<f32>(low + 4 * step), load<f32>(low + 5 * step));
  const c = median(load<f32>(low + 6 * step), load<f32>(low + 7 * step), load<f32>(high));
  return median(a, b, c);
}

function median(a: f32, b: f32, c: f32): f32 {
  const low = a < b ? a : b;
  const high = a < b ? b : a;
  return c < low ? low : c > high ? high : c;
}
