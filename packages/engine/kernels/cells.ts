/**
 * A tree of cells over rows, for searches in boxes. Cell j is the places 16 j ... 16 j + 15 (the last cell may hold fewer);
 * eight neighbouring nodes of a level are a group, node i of level l + 1 is group i of level l, and level 0 are the cells.
 * Coordinates are f32, relative to the middle of every column. A header of 32-bit words says where everything lies:
 */
export const ROWS: usize = 0; // n
export const COLS: usize = 4; // d
export const CELLS: usize = 8;
export const LEVELS: usize = 12;
export const POINTS: usize = 16; // f64, n x d
export const ORDER: usize = 20; // i32 by place: the row
export const BLOCKS: usize = 24; // f32 by cell: d x 16, column by column
export const BOXES: usize = 28; // eight addresses, by level: f32 by group and column, 8 minima and 8 maxima
export const COPY: usize = 60; // f32, n x 4 ceil(d / 4), working room of the build
export const KEYS: usize = 64; // i64 by place, working room of the build
export const STACK: usize = 68; // i32, 256 words of working room
export const EXTENT: usize = 72; // f64: extent of the widest column
const MIDDLES: usize = 180; // f64, 2 d: the middle of every column, then its highest value

/** Coordinate of places without a row: beyond every radius, and its square is finite. */
export const NOWHERE: f32 = 1e18;

/** Middles of the columns go to MIDDLES, COPY and EXTENT are written, and the first range is put on the stack. */
export function cells_open(h: usize): void {
  const rows = load<i32>(h, ROWS);
  const cols = <usize>load<i32>(h, COLS);
  const points = <usize>load<u32>(h, POINTS);
  const copy = <usize>load<u32>(h, COPY);
  const keys = <usize>load<u32>(h, KEYS);
  const stack = <usize>load<u32>(h, STACK);
  const middles = <usize>load<u32>(h, MIDDLES);
  const stride = ((cols + 3) & ~3) << 2;
  const width = cols << 3;
  const highs = middles + width;
  for (let o: usize = 0; o < width; o += 8) {
    store<f64>(middles + o, load<f64>(points + o));
    store<f64>(highs + o, load<f64>(points + o));
  }
  let p = points;
  for (let i = 0; i < rows; i++, p += width) {
    for (let o: usize = 0; o < width; o += 8) {
      const value = load<f64>(p + o);
      if (value < load<f64>(middles + o)) store<f64>(middles + o, value);
      if (value > load<f64>(highs + o)) store<f64>(highs + o, value);
    }
  }
  let extent: f64 = 0;
  for (let o: usize = 0; o < width; o += 8) {
    const reach = load<f64>(highs + o) - load<f64>(middles + o);
    extent = reach > extent ? reach : extent;
    store<f64>(middles + o, load<f64>(middles + o) + reach * 0.5);
  }
  store<f64>(h, extent, EXTENT);
  p = points;
  let q = copy;
  for (let i = 0; i < rows; i++, p += width, q += stride) {
    for (let c: usize = 0; c < cols; c++)
      store<f32>(q + (c << 2), <f32>(load<f64>(p + (c << 3)) - load<f64>(middles + (c << 3))));
    store<i64>(keys + (<usize>i << 3), i);
  }
  store<i32>(stack, 0);
  store<i32>(stack, load<i32>(h, CELLS), 4);
}

/**
 * Sorts rows into cells by places in the widest column, as far as `allowance` rows go. `top` ranges are on the stack, 1 at
 * first; returns how many are left, 0 when all is sorted.
 */
export function cells_split(h: usize, top: i32, allowance: i32): i32 {
  const rows = load<i32>(h, ROWS);
  const keys = <usize>load<u32>(h, KEYS);
  const stack = <usize>load<u32>(h, STACK);
  const copy = <usize>load<u32>(h, COPY);
  const stride = (<usize>load<i32>(h, COLS) + 3) & ~3;
  for (let left = allowance; top > 0 && left > 0; ) {
    top--;
    const first = load<i32>(stack + (<usize>top << 3));
    const last = load<i32>(stack + (<usize>top << 3), 4);
    const count = last - first;
    if (count < 2) continue;
    // The left part is a power of two, so that groups of eight are whole subtrees.
    const middle = first + (1 << (31 - clz(count - 1)));
    const from = first << 4;
    const to = min(rows, last << 4);
    left -= to - from;
    const column = widest(h, from, to);
    for (let i = from; i < to; i++) {
      const row = load<u32>(keys + (<usize>i << 3));
      const bits = load<i32>(copy + ((<usize>row * stride + <usize>column) << 2));
      const ordered = bits ^ ((bits >> 31) & 0x7fffffff);
      store<i64>(keys + (<usize>i << 3), ((<i64>ordered) << 32) | <i64>row);
    }
    selectPlace(keys, from, to, middle << 4);
    store<i32>(stack + (<usize>top << 3), first);
    store<i32>(stack + (<usize>top << 3), middle, 4);
    top++;
    store<i32>(stack + (<usize>top << 3), middle);
    store<i32>(stack + (<usize>top << 3), last, 4);
    top++;
  }
  return top;
}

/** Writes ORDER, BLOCKS and BOXES. */
export function cells_close(h: usize): void {
  fillBlocks(h);
  boxCells(h);
  boxLevels(h);
}

/** The column of the widest extent among some of the rows at places from ... to - 1. */
function widest(h: usize, from: i32, to: i32): i32 {
  const cols = <usize>load<i32>(h, COLS);
  const keys = <usize>load<u32>(h, KEYS);
  const copy = <usize>load<u32>(h, COPY);
  const stride = ((cols + 3) & ~3) << 2;
  // A column may be chosen from a part of the rows: any choice gives a right tree.
  const step = <usize>max(1, (to - from) >> 8) << 3;
  const end = keys + (<usize>to << 3);
  let best: f32 = -1;
  let column = 0;
  for (let c: usize = 0; c < cols; c += 4) {
    let low = f32x4.splat(f32.MAX_VALUE);
    let high = f32x4.splat(-f32.MAX_VALUE);
    for (let at = keys + (<usize>from << 3); at < end; at += step) {
      const value = v128.load(copy + <usize>load<u32>(at) * stride + (c << 2));
      low = f32x4.pmin(low, value);
      high = f32x4.pmax(high, value);
    }
    const extent = f32x4.sub(high, low);
    const e0 = f32x4.extract_lane(extent, 0);
    const e1 = f32x4.extract_lane(extent, 1);
    const e2 = f32x4.extract_lane(extent, 2);
    const e3 = f32x4.extract_lane(extent, 3);
    if (e0 > best) { best = e0; column = <i32>c; }
    if (e1 > best) { best = e1; column = <i32>c + 1; }
    if (e2 > best) { best = e2; column = <i32>c + 2; }
    if (e3 > best) { best = e3; column = <i32>c + 3; }
  }
  return column;
}

/** Reorders keys from ... to - 1, all different, so that those before `place` are the lower ones. */
function selectPlace(keys: usize, from: i32, to: i32, place: i32): void {
  let low = from;
  let high = to;
  while (high - low > 24) {
    const pivot = pivotFor(keys, low, high, place);
    const end = keys + (<usize>high << 3);
    let split = keys + (<usize>low << 3);
    // Without branches: half of them would be missed.
    for (let at = split; at < end; at += 8) {
      const key = load<i64>(at);
      store<i64>(at, load<i64>(split));
      store<i64>(split, key);
      split += <usize>(key < pivot) << 3;
    }
    const cut = <i32>((split - keys) >> 3);
    if (cut == place) return;
    if (place < cut) high = cut;
    else low = cut;
  }
  sortKeys(keys + (<usize>low << 3), high - low);
}

/**
 * A key near the one that belongs at `place`: that share of a sorted sample, which is put first. Never the lowest of the
 * range, so that both sides of the cut hold something.
 */
function pivotFor(keys: usize, low: i32, high: i32, place: i32): i64 {
  const count = high - low;
  const sample = count > 4096 ? 63 : count > 256 ? 15 : 5;
  const step = count / sample;
  for (let i = 0; i < sample; i++) {
    const at = keys + (<usize>(low + i) << 3);
    const from = keys + (<usize>(low + i * step + (step >> 1)) << 3);
    const key = load<i64>(from);
    store<i64>(from, load<i64>(at));
    store<i64>(at, key);
  }
  sortKeys(keys + (<usize>low << 3), sample);
  const rank = <i32>((<i64>(place - low) * sample) / count);
  return load<i64>(keys + (<usize>(low + max(1, min(sample - 1, rank))) << 3));
}

function sortKeys(keys: usize, count: i32): void {
  for (let i = 1; i < count; i++) {
    let at = keys + (<usize>i << 3);
    const key = load<i64>(at);
    for (; at > keys && load<i64>(at - 8) > key; at -= 8) store<i64>(at, load<i64>(at - 8));
    store<i64>(at, key);
  }
}

/** Writes ORDER and BLOCKS. */
function fillBlocks(h: usize): void {
  const rows = load<i32>(h, ROWS);
  const cols = <usize>load<i32>(h, COLS);
  const places = load<i32>(h, CELLS) << 4;
  const order = <usize>load<u32>(h, ORDER);
  const keys = <usize>load<u32>(h, KEYS);
  const copy = <usize>load<u32>(h, COPY);
  const blocks = <usize>load<u32>(h, BLOCKS);
  const stride = ((cols + 3) & ~3) << 2;
  for (let p = 0; p < places; p++) {
    const block = blocks + <usize>(p >> 4) * (cols << 6) + (<usize>(p & 15) << 2);
    if (p >= rows) {
      for (let c: usize = 0; c < cols; c++) store<f32>(block + (c << 6), NOWHERE);
      continue;
    }
    const row = load<u32>(keys + (<usize>p << 3));
    store<u32>(order + (<usize>p << 2), row);
    const from = copy + <usize>row * stride;
    for (let c: usize = 0; c < cols; c++) store<f32>(block + (c << 6), load<f32>(from + (c << 2)));
  }
}

/** Level 0 of BOXES, around all rows. */
function boxCells(h: usize): void {
  const rows = load<i32>(h, ROWS);
  const cells = load<i32>(h, CELLS);
  for (let cell = 0; cell < cells; cell++) box_cell(h, cell, (1 << min(16, rows - (cell << 4))) - 1);
}

/** Writes the box of a cell around those of its rows whose bit is set; around none it is inside out and far away. */
export function box_cell(h: usize, cell: i32, mask: i32): void {
  const cols = <usize>load<i32>(h, COLS);
  let block = <usize>load<u32>(h, BLOCKS) + <usize>cell * (cols << 6);
  let box = <usize>load<u32>(h, BOXES) + <usize>(cell >> 3) * (cols << 6) + (<usize>(cell & 7) << 2);
  for (let c: usize = 0; c < cols; c++, block += 64, box += 64) {
    let low: f32 = NOWHERE;
    let high: f32 = -NOWHERE;
    for (let left = mask; left != 0; left &= left - 1) {
      const value = load<f32>(block + (<usize>ctz(left) << 2));
      low = value < low ? value : low;
      high = value > high ? value : high;
    }
    store<f32>(box, low);
    store<f32>(box, high, 32);
  }
}

/** The levels of BOXES above the cells. Children that do not exist are inside out. */
export function boxLevels(h: usize): void {
  const cols = <usize>load<i32>(h, COLS);
  const levels = load<i32>(h, LEVELS);
  let count = load<i32>(h, CELLS);
  for (let level = 0; level < levels; level++) {
    const boxes = <usize>load<u32>(h + (<usize>level << 2), BOXES);
    const groups = (count + 7) >> 3;
    for (let node = count; node < groups << 3; node++) {
      let box = boxes + <usize>(node >> 3) * (cols << 6) + (<usize>(node & 7) << 2);
      for (let c: usize = 0; c < cols; c++, box += 64) {
        store<f32>(box, NOWHERE);
        store<f32>(box, -NOWHERE, 32);
      }
    }
    if (level + 1 == levels) return;
    const above = <usize>load<u32>(h + (<usize>(level + 1) << 2), BOXES);
    for (let node = 0; node < groups; node++) {
      let child = boxes + <usize>node * (cols << 6);
      let box = above + <usize>(node >> 3) * (cols << 6) + (<usize>(node & 7) << 2);
      for (let c: usize = 0; c < cols; c++, child += 64, box += 64) {
        let low: f32 = NOWHERE;
        let high: f32 = -NOWHERE;
        for (let o: usize = 0; o < 32; o += 4) {
          const l = load<f32>(child + o);
          const r = load<f32>(child + o, 32);
          low = l < low ? l : low;
          high = r > high ? r : high;
        }
        store<f32>(box, low);
        store<f32>(box, high, 32);
      }
    }
    count = groups;
  }
}
