import { BLOCKS, BOXES, COLS, ORDER, POINTS, STACK } from './cells';
import { INNER, NEAR, OUTER, PARENT, QUERY, RADIUS, WHOLE, WORK } from './dbscan-frame';
import { find } from './dbscan-sets';

/**
 * Bits of the places of cell b within the radius of the row at lane `a`; bits from 16 on are those for f64 to decide.
 */
function scan(a: usize, b: usize, width: usize, outer: f32, inner: f32): i32 {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  for (let o: usize = 0; o < width; o += 64) {
    const x = v128.load_splat<f32>(a + o);
    const e0 = f32x4.sub(v128.load(b + o), x);
    const e1 = f32x4.sub(v128.load(b + o, 16), x);
    const e2 = f32x4.sub(v128.load(b + o, 32), x);
    const e3 = f32x4.sub(v128.load(b + o, 48), x);
    s0 = f32x4.add(s0, f32x4.mul(e0, e0));
    s1 = f32x4.add(s1, f32x4.mul(e1, e1));
    s2 = f32x4.add(s2, f32x4.mul(e2, e2));
    s3 = f32x4.add(s3, f32x4.mul(e3, e3));
  }
  const limit = f32x4.splat(outer);
  const within =
    i32x4.bitmask(f32x4.le(s0, limit)) |
    (i32x4.bitmask(f32x4.le(s1, limit)) << 4) |
    (i32x4.bitmask(f32x4.le(s2, limit)) << 8) |
    (i32x4.bitmask(f32x4.le(s3, limit)) << 12);
  if (within == 0) return 0;
  const sure = f32x4.splat(inner);
  const inside =
    i32x4.bitmask(f32x4.le(s0, sure)) |
    (i32x4.bitmask(f32x4.le(s1, sure)) << 4) |
    (i32x4.bitmask(f32x4.le(s2, sure)) << 8) |
    (i32x4.bitmask(f32x4.le(s3, sure)) << 12);
  return inside | ((within ^ inside) << 16);
}

/** Whether f64 says that two places lie within the radius: terms in column order. */
function isWithin(h: usize, a: i32, b: i32): bool {
  const cols = <usize>load<i32>(h, COLS);
  const order = <usize>load<u32>(h, ORDER);
  const points = <usize>load<u32>(h, POINTS);
  const p = points + ((<usize>load<u32>(order + ((<usize>a) << 2)) * cols) << 3);
  const q = points + ((<usize>load<u32>(order + ((<usize>b) << 2)) * cols) << 3);
  let sum: f64 = 0;
  for (let o: usize = 0; o < cols << 3; o += 8) {
    const e = load<f64>(p + o) - load<f64>(q + o);
    sum += e * e;
  }
  return sum <= load<f64>(h, RADIUS);
}

/** Bits of the places of cell b within the radius of the place. Only bits of `wanted` are looked at. */
export function neighbours(h: usize, place: i32, b: i32, wanted: i32): i32 {
  const width = (<usize>load<i32>(h, COLS)) << 6;
  const blocks = <usize>load<u32>(h, BLOCKS);
  const a = blocks + <usize>(place >> 4) * width + ((<usize>(place & 15)) << 2);
  const found = scan(a, blocks + <usize>b * width, width, load<f32>(h, OUTER), load<f32>(h, INNER));
  let inside = found & wanted;
  for (let left = (found >>> 16) & wanted; left != 0; left &= left - 1) {
    const q = ctz(left);
    if (isWithin(h, place, (b << 4) + q)) inside |= 1 << q;
  }
  return inside;
}

/** Bits of those rows of cell a in `mask` that lie within the outer radius of the box of cell b. */
export function rowsNear(h: usize, a: i32, b: i32, mask: i32): i32 {
  const width = (<usize>load<i32>(h, COLS)) << 6;
  const block = <usize>load<u32>(h, BLOCKS) + <usize>a * width;
  const box = <usize>load<u32>(h, BOXES) + <usize>(b >> 3) * width + ((<usize>(b & 7)) << 2);
  const limit = f32x4.splat(load<f32>(h, OUTER));
  const zero = f32x4.splat(0);
  let near = 0;
  for (let j = 0; j < 16; j += 4) {
    if (((mask >> j) & 15) == 0) continue;
    const lanes = block + ((<usize>j) << 2);
    let sum = zero;
    for (let o: usize = 0; o < width; o += 64) {
      const x = v128.load(lanes + o);
      const below = f32x4.sub(v128.load_splat<f32>(box + o), x);
      const above = f32x4.sub(x, v128.load_splat<f32>(box + o, 32));
      const gap = f32x4.pmax(f32x4.pmax(below, above), zero);
      sum = f32x4.add(sum, f32x4.mul(gap, gap));
    }
    near |= i32x4.bitmask(f32x4.le(sum, limit)) << j;
  }
  return near & mask;
}

/** Writes the box of those rows of a cell in `mask` to QUERY. */
export function aim(h: usize, cell: i32, mask: i32): void {
  const cols = <usize>load<i32>(h, COLS);
  let block = <usize>load<u32>(h, BLOCKS) + <usize>cell * (cols << 6);
  let query = <usize>load<u32>(h, QUERY);
  for (let c: usize = 0; c < cols; c++, block += 64, query += 8) {
    let low = load<f32>(block + ((<usize>ctz(mask)) << 2));
    let high = low;
    for (let left = mask & (mask - 1); left != 0; left &= left - 1) {
      const value = load<f32>(block + ((<usize>ctz(left)) << 2));
      low = value < low ? value : low;
      high = value > high ? value : high;
    }
    store<f32>(query, low);
    store<f32>(query, high, 4);
  }
}

/** Bits of the children of a group within the outer radius of QUERY. */
function childrenNear(h: usize, level: i32, group: i32, limit: f32): i32 {
  const width = (<usize>load<i32>(h, COLS)) << 6;
  const boxes = <usize>load<u32>(h + ((<usize>level) << 2), BOXES) + <usize>group * width;
  let query = <usize>load<u32>(h, QUERY);
  const zero = f32x4.splat(0);
  let s0 = zero;
  let s1 = zero;
  for (let o: usize = 0; o < width; o += 64, query += 8) {
    const low = v128.load_splat<f32>(query);
    const high = v128.load_splat<f32>(query, 4);
    const box = boxes + o;
    const g0 = f32x4.pmax(f32x4.pmax(f32x4.sub(v128.load(box), high), f32x4.sub(low, v128.load(box, 32))), zero);
    const g1 = f32x4.pmax(f32x4.pmax(f32x4.sub(v128.load(box, 16), high), f32x4.sub(low, v128.load(box, 48))), zero);
    s0 = f32x4.add(s0, f32x4.mul(g0, g0));
    s1 = f32x4.add(s1, f32x4.mul(g1, g1));
  }
  const bound = f32x4.splat(limit);
  return i32x4.bitmask(f32x4.le(s0, bound)) | (i32x4.bitmask(f32x4.le(s1, bound)) << 4);
}

/**
 * Lists the cells near QUERY below those children of a group whose bit is set; returns how many. Passes over nodes that are
 * known to lie in the set `root`, unless that is -1.
 */
export function listCells(h: usize, level: i32, group: i32, mask: i32, root: i32, limit: f32): i32 {
  const stack = <usize>load<u32>(h, STACK);
  const list = <usize>load<u32>(h, NEAR);
  const parent = <usize>load<u32>(h, PARENT);
  let count = 0;
  let tests = 1;
  let top = 0;
  let bits = childrenNear(h, level, group, limit) & mask;
  for (;;) {
    for (; bits != 0; bits &= bits - 1) {
      const child = (group << 3) + ctz(bits);
      if (root >= 0) {
        const whole = load<i32>(<usize>load<u32>(h + ((<usize>level) << 2), WHOLE) + ((<usize>child) << 2));
        if (whole >= 0 && find(parent, whole) == root) continue;
      }
      if (level == 0) {
        store<i32>(list + ((<usize>count) << 2), child);
        count++;
      } else {
        store<i32>(stack + ((<usize>top) << 3), level - 1);
        store<i32>(stack + ((<usize>top) << 3), child, 4);
        top++;
      }
    }
    if (top == 0) break;
    top--;
    level = load<i32>(stack + ((<usize>top) << 3));
    group = load<i32>(stack + ((<usize>top) << 3), 4);
    bits = childrenNear(h, level, group, limit);
    tests++;
  }
  store<f64>(h, load<f64>(h, WORK) + <f64>tests, WORK);
  return count;
}
