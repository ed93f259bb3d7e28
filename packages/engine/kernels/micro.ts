/**
 * Header of 32-bit words for splitting rows into micro-clusters (compute/micro-cells.ts): numbers, and addresses of
 * arrays.
 */
const ROWS: usize = 0; // n
const COLS: usize = 4; // d
const COUNT: usize = 8; // cells so far
const COPY: usize = 12; // f32, n x 4 ceil(d / 4): the rows, sorted into cells as these are split
const ORDER: usize = 16; // i32: the row at every place
const CELLS: usize = 20; // f64, 8 a cell, see below
const HEAP: usize = 24; // i32: cells, the most spread out first

/** A cell, all f64: its places, and how it would be split. */
const FROM: usize = 0;
const TO: usize = 8;
const SPREAD: usize = 16; // sum of squares about its mean
const COLUMN: usize = 24; // the one that varies most, or -1
const MEAN: usize = 32; // of that column

// @ts-ignore: decorator
@inline
function strideOf(h: usize): usize {
  return ((<usize>load<i32>(h, COLS) + 3) & ~3) << 2;
}

/** Fills in the spread of a cell with places, its most varying column and the mean of that. */
export function micro_measure(h: usize, id: i32): void {
  const cell = <usize>load<u32>(h, CELLS) + (<usize>id << 6);
  const cols = <usize>load<i32>(h, COLS);
  const from = <i32>load<f64>(cell, FROM);
  const count = <i32>load<f64>(cell, TO) - from;
  const stride = strideOf(h);
  const start = <usize>load<u32>(h, COPY) + <usize>from * stride;
  const end = start + <usize>count * stride;
  const share = 1.0 / <f64>count;
  let spread: f64 = 0;
  let most: f64 = 0;
  let column = -1;
  let mean: f64 = 0;
  for (let c: usize = 0; c < cols; c += 4) {
    let sum0 = f64x2.splat(0);
    let sum1 = sum0;
    let square0 = sum0;
    let square1 = sum0;
    for (let at = start + (c << 2); at < end; at += stride) {
      const values = v128.load(at);
      const v0 = f64x2.promote_low_f32x4(values);
      const v1 = f64x2.promote_low_f32x4(v128.shuffle<i64>(values, values, 1, 1));
      sum0 = f64x2.add(sum0, v0);
      sum1 = f64x2.add(sum1, v1);
      square0 = f64x2.add(square0, f64x2.mul(v0, v0));
      square1 = f64x2.add(square1, f64x2.mul(v1, v1));
    }
    for (let lane: usize = 0; lane < 4 && c + lane < cols; lane++) {
      const s = lane < 2 ? sum0 : sum1;
      const q = lane < 2 ? square0 : square1;
      const sum = (lane & 1) == 0 ? f64x2.extract_lane(s, 0) : f64x2.extract_lane(s, 1);
      const square = (lane & 1) == 0 ? f64x2.extract_lane(q, 0) : f64x2.extract_lane(q, 1);
      const varies = square - sum * share * sum;
      spread += varies > 0 ? varies : 0;
      if (varies > most) {
        most = varies;
        column = <i32>(c + lane);
        mean = sum * share;
      }
    }
  }
  store<f64>(cell, column < 0 ? 0 : spread, SPREAD);
  store<f64>(cell, <f64>column, COLUMN);
  store<f64>(cell, mean, MEAN);
}

/**
 * Splits the most spread out cell at the mean of its most varying column, again and again, until there are `wanted` or none
 * can be split, as far as `allowance` rows go. Returns how many cells there are; `wanted` when none can be split.
 */
export function micro_split(h: usize, wanted: i32, allowance: i32): i32 {
  const cells = <usize>load<u32>(h, CELLS);
  const heap = <usize>load<u32>(h, HEAP);
  let count = load<i32>(h, COUNT);
  for (let left = allowance; count < wanted && left > 0; ) {
    const id = load<i32>(heap);
    const cell = cells + (<usize>id << 6);
    if (!(load<f64>(cell, SPREAD) > 0)) {
      store<i32>(h, count, COUNT);
      return wanted;
    }
    const from = <i32>load<f64>(cell, FROM);
    const to = <i32>load<f64>(cell, TO);
    left -= to - from;
    const middle = part(h, cell);
    if (middle == from || middle == to) {
      store<f64>(cell, 0, SPREAD); // equal but for rounding
      sink(cells, heap, count, 0);
      continue;
    }
    const fresh = cells + (<usize>count << 6);
    store<f64>(cell, middle, TO);
    store<f64>(fresh, middle, FROM);
    store<f64>(fresh, to, TO);
    micro_measure(h, id);
    micro_measure(h, count);
    sink(cells, heap, count, 0);
    store<i32>(heap + (<usize>count << 2), count);
    rise(cells, heap, count);
    count++;
  }
  store<i32>(h, count, COUNT);
  return count;
}

/** Puts rows below the mean first; returns the place of the first other. */
function part(h: usize, cell: usize): i32 {
  const from = <i32>load<f64>(cell, FROM);
  const to = <i32>load<f64>(cell, TO);
  const column = <usize><i32>load<f64>(cell, COLUMN) << 2;
  const mean = load<f64>(cell, MEAN);
  const stride = strideOf(h);
  const copy = <usize>load<u32>(h, COPY);
  const order = <usize>load<u32>(h, ORDER);
  let split = from;
  let low = copy + <usize>from * stride;
  let at = low;
  for (let i = from; i < to; i++, at += stride) {
    const below = <f64>load<f32>(at + column) < mean;
    for (let o: usize = 0; o < stride; o += 16) {
      const value = v128.load(at + o);
      v128.store(at + o, v128.load(low + o));
      v128.store(low + o, value);
    }
    const row = load<i32>(order + (<usize>i << 2));
    store<i32>(order + (<usize>i << 2), load<i32>(order + (<usize>split << 2)));
    store<i32>(order + (<usize>split << 2), row);
    split += <i32>below;
    low += below ? stride : 0;
  }
  return split;
}

/** Whether cell a comes before cell b in the heap: more spread out, the lower number on a tie. */
// @ts-ignore: decorator
@inline
function before(cells: usize, a: i32, b: i32): bool {
  const x = load<f64>(cells + (<usize>a << 6), SPREAD);
  const y = load<f64>(cells + (<usize>b << 6), SPREAD);
  return x > y || (x == y && a < b);
}

function sink(cells: usize, heap: usize, count: i32, place: i32): void {
  const cell = load<i32>(heap + (<usize>place << 2));
  for (;;) {
    let child = 2 * place + 1;
    if (child >= count) break;
    if (child + 1 < count && before(cells, load<i32>(heap + (<usize>child << 2), 4), load<i32>(heap + (<usize>child << 2)))) child++;
    const other = load<i32>(heap + (<usize>child << 2));
    if (before(cells, cell, other)) break;
    store<i32>(heap + (<usize>place << 2), other);
    place = child;
  }
  store<i32>(heap + (<usize>place << 2), cell);
}

function rise(cells: usize, heap: usize, place: i32): void {
  const cell = load<i32>(heap + (<usize>place << 2));
  for (; place > 0; ) {
    const above = (place - 1) >> 1;
    const other = load<i32>(heap + (<usize>above << 2));
    if (!before(cells, cell, other)) break;
    store<i32>(heap + (<usize>place << 2), other);
    place = above;
  }
  store<i32>(heap + (<usize>place << 2), cell);
}
