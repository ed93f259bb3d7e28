import { BLOCKS, BOXES, box_cell, boxLevels, CELLS, COLS, LEVELS, ORDER, POINTS, ROWS, STACK } from './cells';

/** The header goes on; all arrays by place unless said otherwise. */
export const RADIUS: usize = 80; // f64: squared radius, decides
const OUTER: usize = 88; // f32: above it a squared f32 distance is outside
const INNER: usize = 92; // f32: up to it a squared f32 distance is inside; between the two, f64 decides
const ENOUGH: usize = 96; // i32: rows that make a core row
const KEPT: usize = 100; // i32: neighbours kept of every row
const CORE: usize = 104; // i32 by cell: bits of its core rows
const SEEN: usize = 108; // i32, KEPT a place: neighbours met in the core test, then -1
const PARENT: usize = 112; // i32: union-find, parents are lower
const WHOLE: usize = 116; // eight addresses, by level: i32 by node, a core row of it when all are known to be one set, or -1
const QUERY: usize = 148; // f32: 2 d, minima and maxima in turns
const NEAR: usize = 152; // i32: list of cells
const COUNTS: usize = 156; // i32: 16, neighbours of the rows of a cell so far
const WORK: usize = 160; // f64: cells compared with rows or with cells so far, 16 pairs each
const LABELS: usize = 168; // i32 by row
const IS_CORE: usize = 172; // u8 by row
const SET_LABEL: usize = 176; // i32: label of the set of that lowest place; 180 belongs to the cells
const OWN: usize = 184; // i32: bits of the places within the radius in the own cell

/** Bits of the places of cell b within the radius of the row at lane `a`; bits from 16 on are those for f64 to decide. */
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
  const p = points + (<usize>load<u32>(order + (<usize>a << 2)) * cols << 3);
  const q = points + (<usize>load<u32>(order + (<usize>b << 2)) * cols << 3);
  let sum: f64 = 0;
  for (let o: usize = 0; o < cols << 3; o += 8) {
    const e = load<f64>(p + o) - load<f64>(q + o);
    sum += e * e;
  }
  return sum <= load<f64>(h, RADIUS);
}

/** Bits of the places of cell b within the radius of the place. Only bits of `wanted` are looked at. */
function neighbours(h: usize, place: i32, b: i32, wanted: i32): i32 {
  const width = <usize>load<i32>(h, COLS) << 6;
  const blocks = <usize>load<u32>(h, BLOCKS);
  const a = blocks + <usize>(place >> 4) * width + (<usize>(place & 15) << 2);
  const found = scan(a, blocks + <usize>b * width, width, load<f32>(h, OUTER), load<f32>(h, INNER));
  let inside = found & wanted;
  for (let left = (found >>> 16) & wanted; left != 0; left &= left - 1) {
    const q = ctz(left);
    if (isWithin(h, place, (b << 4) + q)) inside |= 1 << q;
  }
  return inside;
}

/** Bits of those rows of cell a in `mask` that lie within the outer radius of the box of cell b. */
function rowsNear(h: usize, a: i32, b: i32, mask: i32): i32 {
  const width = <usize>load<i32>(h, COLS) << 6;
  const block = <usize>load<u32>(h, BLOCKS) + <usize>a * width;
  const box = <usize>load<u32>(h, BOXES) + <usize>(b >> 3) * width + (<usize>(b & 7) << 2);
  const limit = f32x4.splat(load<f32>(h, OUTER));
  const zero = f32x4.splat(0);
  let near = 0;
  for (let j = 0; j < 16; j += 4) {
    if (((mask >> j) & 15) == 0) continue;
    const lanes = block + (<usize>j << 2);
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
function aim(h: usize, cell: i32, mask: i32): void {
  const cols = <usize>load<i32>(h, COLS);
  let block = <usize>load<u32>(h, BLOCKS) + <usize>cell * (cols << 6);
  let query = <usize>load<u32>(h, QUERY);
  for (let c: usize = 0; c < cols; c++, block += 64, query += 8) {
    let low = load<f32>(block + (<usize>ctz(mask) << 2));
    let high = low;
    for (let left = mask & (mask - 1); left != 0; left &= left - 1) {
      const value = load<f32>(block + (<usize>ctz(left) << 2));
      low = value < low ? value : low;
      high = value > high ? value : high;
    }
    store<f32>(query, low);
    store<f32>(query, high, 4);
  }
}

/** Bits of the children of a group within the outer radius of QUERY. */
function childrenNear(h: usize, level: i32, group: i32, limit: f32): i32 {
  const width = <usize>load<i32>(h, COLS) << 6;
  const boxes = <usize>load<u32>(h + (<usize>level << 2), BOXES) + <usize>group * width;
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
function listCells(h: usize, level: i32, group: i32, mask: i32, root: i32, limit: f32): i32 {
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
        const whole = load<i32>(<usize>load<u32>(h + (<usize>level << 2), WHOLE) + (<usize>child << 2));
        if (whole >= 0 && find(parent, whole) == root) continue;
      }
      if (level == 0) {
        store<i32>(list + (<usize>count << 2), child);
        count++;
      } else {
        store<i32>(stack + (<usize>top << 3), level - 1);
        store<i32>(stack + (<usize>top << 3), child, 4);
        top++;
      }
    }
    if (top == 0) break;
    top--;
    level = load<i32>(stack + (<usize>top << 3));
    group = load<i32>(stack + (<usize>top << 3), 4);
    bits = childrenNear(h, level, group, limit);
    tests++;
  }
  store<f64>(h, load<f64>(h, WORK) + <f64>tests, WORK);
  return count;
}

/**
 * Finds the core rows of the cells from `from` on and notes what neighbours every row met; stops after `allowance` units of
 * work. Returns the next cell.
 */
export function dbscan_core(h: usize, from: i32, to: i32, allowance: f64): i32 {
  const rows = load<i32>(h, ROWS);
  const levels = load<i32>(h, LEVELS);
  const enough = load<i32>(h, ENOUGH);
  const counts = <usize>load<u32>(h, COUNTS);
  const list = <usize>load<u32>(h, NEAR);
  const core = <usize>load<u32>(h, CORE);
  const parent = <usize>load<u32>(h, PARENT);
  const limit = load<f32>(h, OUTER);
  const stop = load<f64>(h, WORK) + allowance;
  let cell = from;
  for (; cell < to && load<f64>(h, WORK) < stop; cell++) {
    const all = (1 << min(16, rows - (cell << 4))) - 1;
    for (let o: usize = 0; o < 64; o += 4) store<i32>(counts + o, 0);
    for (let p = cell << 4; p < min(rows, (cell + 1) << 4); p++) store<i32>(parent + (<usize>p << 2), p);
    let open = meet(h, cell, cell, all, enough);
    let work = popcnt(all);
    for (let level = 0; level < levels && open != 0; level++) {
      const own = cell >> (3 * level);
      aim(h, cell, open);
      const count = listCells(h, level, own >> 3, ~(1 << (own & 7)) & 255, -1, limit);
      for (let i = 0; i < count && open != 0; i++) {
        const other = load<i32>(list + (<usize>i << 2));
        const near = rowsNear(h, cell, other, open);
        work += 1 + popcnt(near);
        if (near != 0) open = (open & ~near) | meet(h, cell, other, near, enough);
      }
    }
    store<i32>(core + (<usize>cell << 2), all & ~open);
    store<f64>(h, load<f64>(h, WORK) + <f64>work, WORK);
  }
  return cell;
}

/** Counts the rows of cell b around those rows of cell a in `mask`; returns the bits of those that have not enough yet. */
function meet(h: usize, a: i32, b: i32, mask: i32, enough: i32): i32 {
  const counts = <usize>load<u32>(h, COUNTS);
  const kept = load<i32>(h, KEPT);
  const seen = <usize>load<u32>(h, SEEN);
  let open = mask;
  for (let left = mask; left != 0; left &= left - 1) {
    const lane = ctz(left);
    const place = (a << 4) + lane;
    const inside = neighbours(h, place, b, 0xffff);
    if (a == b) store<i32>(<usize>load<u32>(h, OWN) + (<usize>place << 2), inside);
    if (inside == 0) continue;
    const known = load<i32>(counts + (<usize>lane << 2));
    const count = known + popcnt(inside);
    store<i32>(counts + (<usize>lane << 2), count);
    if (count >= enough) open &= ~(1 << lane);
    // The row itself is met first, in the own cell, and not kept.
    let slot = a == b ? 0 : known - 1;
    let others = a == b ? inside & ~(1 << lane) : inside;
    for (; others != 0 && slot < kept; others &= others - 1, slot++)
      store<i32>(seen + (<usize>(place * kept + slot) << 2), (b << 4) + ctz(others));
  }
  return open;
}

function find(parent: usize, place: i32): i32 {
  let at = place;
  let above = load<i32>(parent + (<usize>at << 2));
  while (above != at) {
    const next = load<i32>(parent + (<usize>above << 2));
    store<i32>(parent + (<usize>at << 2), next);
    at = next;
    above = load<i32>(parent + (<usize>at << 2));
  }
  return at;
}

function unite(parent: usize, a: i32, b: i32): i32 {
  const x = find(parent, a);
  const y = find(parent, b);
  const low = x < y ? x : y;
  store<i32>(parent + (<usize>(x < y ? y : x) << 2), low);
  return low;
}

/** Shrinks boxes of cells to their core rows, and joins these with each other and with what the core test has met. */
export function dbscan_link(h: usize, from: i32, to: i32): void {
  const core = <usize>load<u32>(h, CORE);
  const parent = <usize>load<u32>(h, PARENT);
  const own = <usize>load<u32>(h, OWN);
  const seen = <usize>load<u32>(h, SEEN);
  const kept = load<i32>(h, KEPT);
  for (let cell = from; cell < to; cell++) {
    const mask = load<i32>(core + (<usize>cell << 2));
    box_cell(h, cell, mask);
    for (let left = mask; left != 0; ) {
      // One connected part of the cell after another, by its lowest row; its rows lead there, which nothing else does yet.
      const lowest = (cell << 4) + ctz(left);
      let part = 0;
      for (let fresh = left & -left; fresh != 0; ) {
        const lane = ctz(fresh);
        part |= 1 << lane;
        if (lane > (lowest & 15)) unite(parent, lowest, (cell << 4) + lane);
        fresh = (fresh | (load<i32>(own + (<usize>((cell << 4) + lane) << 2)) & mask)) & ~part;
      }
      left &= ~part;
    }
    for (let left = mask; left != 0; left &= left - 1) {
      const place = (cell << 4) + ctz(left);
      for (let i = 0; i < kept; i++) {
        const other = load<i32>(seen + (<usize>(place * kept + i) << 2));
        if (other < 0) break;
        if (other >> 4 != cell && isCoreRow(core, other)) unite(parent, place, other);
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function isCoreRow(core: usize, place: i32): bool {
  return ((load<i32>(core + (<usize>(place >> 4) << 2)) >> (place & 15)) & 1) == 1;
}

/** Ends dbscan_link, once all cells are through. */
export function dbscan_linked(h: usize): void {
  boxLevels(h);
  refresh(h);
}

/** Looks up anew which nodes lie in one set. */
function refresh(h: usize): void {
  const levels = load<i32>(h, LEVELS);
  const parent = <usize>load<u32>(h, PARENT);
  let count = load<i32>(h, CELLS);
  for (let cell = 0; cell < count; cell++) isWhole(h, cell);
  for (let level = 1; level < levels; level++) {
    const below = <usize>load<u32>(h + (<usize>(level - 1) << 2), WHOLE);
    const here = <usize>load<u32>(h + (<usize>level << 2), WHOLE);
    const last = count;
    count = (count + 7) >> 3;
    for (let node = 0; node < count; node++) {
      if (load<i32>(here + (<usize>node << 2)) >= 0) continue;
      let root = -1;
      let whole = -1;
      const end = min(last, (node << 3) + 8);
      for (let child = node << 3; child < end; child++) {
        const sample = load<i32>(below + (<usize>child << 2));
        if (sample == EMPTY) continue;
        const set = sample < 0 ? -1 : find(parent, sample);
        if (set < 0 || (root >= 0 && set != root)) {
          whole = -1;
          root = -2;
          break;
        }
        root = set;
        whole = sample;
      }
      store<i32>(here + (<usize>node << 2), root == -1 ? EMPTY : whole);
    }
  }
}

/** In WHOLE: a node without core rows. */
const EMPTY = -2;

/** Whether all core rows of a cell are known to be in one set. */
function isWhole(h: usize, cell: i32): bool {
  const at = <usize>load<u32>(h, WHOLE) + (<usize>cell << 2);
  if (load<i32>(at) >= 0) return true;
  const parent = <usize>load<u32>(h, PARENT);
  const mask = load<i32>(<usize>load<u32>(h, CORE) + (<usize>cell << 2));
  if (mask == 0) {
    store<i32>(at, EMPTY);
    return false;
  }
  const place = (cell << 4) + ctz(mask);
  const root = find(parent, place);
  for (let left = mask & (mask - 1); left != 0; left &= left - 1)
    if (find(parent, (cell << 4) + ctz(left)) != root) return false;
  store<i32>(at, place);
  return true;
}

/** Joins core rows of two cells within the radius; returns the units of work. */
function joinCells(h: usize, a: i32, b: i32): i32 {
  const core = <usize>load<u32>(h, CORE);
  const parent = <usize>load<u32>(h, PARENT);
  const wholes = <usize>load<u32>(h, WHOLE);
  const wanted = load<i32>(core + (<usize>b << 2));
  let work = 1;
  let whole = load<i32>(wholes + (<usize>b << 2));
  for (let left = rowsNear(h, a, b, load<i32>(core + (<usize>a << 2))); left != 0; left &= left - 1) {
    const place = (a << 4) + ctz(left);
    if (whole >= 0 && find(parent, whole) == find(parent, place)) {
      if (load<i32>(wholes + (<usize>a << 2)) >= 0) break;
      continue;
    }
    work++;
    let inside = neighbours(h, place, b, wanted);
    if (inside == 0) continue;
    if (whole >= 0) inside &= -inside;
    for (; inside != 0; inside &= inside - 1) unite(parent, place, (b << 4) + ctz(inside));
    if (whole < 0 && isWhole(h, b)) whole = load<i32>(wholes + (<usize>b << 2));
  }
  return work;
}

/** Cells between two looks at which nodes lie in one set. */
const REFRESH = 127;

/** Joins the core rows of the cells from `from` on with those of later cells; stops and returns as dbscan_core does. */
export function dbscan_join(h: usize, from: i32, allowance: f64): i32 {
  const cells = load<i32>(h, CELLS);
  const levels = load<i32>(h, LEVELS);
  const core = <usize>load<u32>(h, CORE);
  const parent = <usize>load<u32>(h, PARENT);
  const wholes = <usize>load<u32>(h, WHOLE);
  const list = <usize>load<u32>(h, NEAR);
  const limit = load<f32>(h, OUTER);
  const stop = load<f64>(h, WORK) + allowance;
  let cell = from;
  for (; cell < cells && load<f64>(h, WORK) < stop; cell++) {
    if ((cell & REFRESH) == REFRESH) refresh(h);
    const mask = load<i32>(core + (<usize>cell << 2));
    if (mask == 0) continue;
    aim(h, cell, mask);
    let work = 0;
    for (let level = 0; level < levels; level++) {
      const own = cell >> (3 * level);
      const later = 255 & ~((2 << (own & 7)) - 1);
      if (later == 0) continue;
      const whole = load<i32>(wholes + (<usize>cell << 2));
      const count = listCells(h, level, own >> 3, later, whole >= 0 ? find(parent, whole) : -1, limit);
      for (let i = 0; i < count; i++) work += joinCells(h, cell, load<i32>(list + (<usize>i << 2)));
      isWhole(h, cell);
    }
    store<f64>(h, load<f64>(h, WORK) + <f64>work, WORK);
  }
  return cell;
}

/** Numbers the sets by their lowest row; returns how many. Writes IS_CORE and SET_LABEL, and to LABELS the place of a row. */
export function dbscan_number(h: usize): i32 {
  const rows = load<i32>(h, ROWS);
  const order = <usize>load<u32>(h, ORDER);
  const core = <usize>load<u32>(h, CORE);
  const parent = <usize>load<u32>(h, PARENT);
  const labels = <usize>load<u32>(h, LABELS);
  const isCore = <usize>load<u32>(h, IS_CORE);
  const setLabel = <usize>load<u32>(h, SET_LABEL);
  for (let p = 0; p < rows; p++) {
    store<i32>(setLabel + (<usize>p << 2), -1);
    store<i32>(labels + (<usize>load<u32>(order + (<usize>p << 2)) << 2), p);
  }
  let sets = 0;
  for (let row = 0; row < rows; row++) {
    const place = load<i32>(labels + (<usize>row << 2));
    const own = isCoreRow(core, place);
    store<u8>(isCore + <usize>row, own ? 1 : 0);
    if (!own) continue;
    const set = setLabel + (<usize>find(parent, place) << 2);
    if (load<i32>(set) < 0) store<i32>(set, sets++);
  }
  return sets;
}

/**
 * Labels the rows of the cells from `from` on; stops and returns as dbscan_core does. A row that is not core takes the lowest
 * label among its core neighbours: those it met when it met them all, or else those that a second search finds.
 */
export function dbscan_label(h: usize, from: i32, allowance: f64): i32 {
  const rows = load<i32>(h, ROWS);
  const cells = load<i32>(h, CELLS);
  const order = <usize>load<u32>(h, ORDER);
  const core = <usize>load<u32>(h, CORE);
  const parent = <usize>load<u32>(h, PARENT);
  const seen = <usize>load<u32>(h, SEEN);
  const kept = load<i32>(h, KEPT);
  const labels = <usize>load<u32>(h, LABELS);
  const setLabel = <usize>load<u32>(h, SET_LABEL);
  const metAll = kept == load<i32>(h, ENOUGH) - 1;
  const stop = load<f64>(h, WORK) + allowance;
  let cell = from;
  for (; cell < cells && load<f64>(h, WORK) < stop; cell++) {
    let others = 0;
    for (let place = cell << 4; place < min(rows, (cell + 1) << 4); place++) {
      let label = NONE;
      if (isCoreRow(core, place)) {
        label = load<i32>(setLabel + (<usize>find(parent, place) << 2));
      } else if (metAll) {
        for (let i = 0; i < kept; i++) {
          const other = load<i32>(seen + (<usize>(place * kept + i) << 2));
          if (other < 0) break;
          if (!isCoreRow(core, other)) continue;
          const one = load<i32>(setLabel + (<usize>find(parent, other) << 2));
          label = one < label ? one : label;
        }
      } else others |= 1 << (place & 15);
      store<i32>(labels + (<usize>load<u32>(order + (<usize>place << 2)) << 2), label == NONE ? -1 : label);
    }
    if (others != 0) labelBorder(h, cell, others);
    store<f64>(h, load<f64>(h, WORK) + 1, WORK);
  }
  return cell;
}

const NONE = i32.MAX_VALUE;

/** Gives rows of a cell the lowest label of the core rows within the radius, if there is one. */
function labelBorder(h: usize, cell: i32, mask: i32): void {
  const order = <usize>load<u32>(h, ORDER);
  const core = <usize>load<u32>(h, CORE);
  const parent = <usize>load<u32>(h, PARENT);
  const labels = <usize>load<u32>(h, LABELS);
  const setLabel = <usize>load<u32>(h, SET_LABEL);
  const list = <usize>load<u32>(h, NEAR);
  aim(h, cell, mask);
  const count = listCells(h, load<i32>(h, LEVELS) - 1, 0, 255, -1, load<f32>(h, OUTER));
  let work = 0;
  for (let i = 0; i < count; i++) {
    const other = load<i32>(list + (<usize>i << 2));
    const near = rowsNear(h, cell, other, mask);
    work += 1 + popcnt(near);
    for (let left = near; left != 0; left &= left - 1) {
      const place = (cell << 4) + ctz(left);
      const at = labels + (<usize>load<u32>(order + (<usize>place << 2)) << 2);
      let inside = neighbours(h, place, other, load<i32>(core + (<usize>other << 2)));
      for (; inside != 0; inside &= inside - 1) {
        const one = load<i32>(setLabel + (<usize>find(parent, (other << 4) + ctz(inside)) << 2));
        const label = load<i32>(at);
        if (label < 0 || one < label) store<i32>(at, one);
      }
    }
  }
  store<f64>(h, load<f64>(h, WORK) + <f64>work, WORK);
}
