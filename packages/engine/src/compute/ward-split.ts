import { LEAVES, leafStart, LEVELS, LIVE, PLACES, STRIDE, type WardFrame } from './ward-frame.ts';

/** A range is measured afresh from its own centre when it is that much smaller than its distance from the last one. */
const SMALL = 2 ** -10;
/** Ranges of fewer rows are not parted into core and far rows. */
const FEWEST_TO_PART = 1024;
const FAR_OUT = 2 ** -10;
const SAMPLE = 32;
const { fround } = Math;

/** Writes a record for every live cluster, and the whole as the first range to split. */
export function wardRecords(frame: WardFrame): void {
  const { words, ranges, sources, middle, now } = frame;
  const size = words[STRIDE] >> 2;
  const flat = words[LEVELS] === 0;
  let at = 0;
  for (let p = 0; p < words[PLACES]; p++) {
    if (now.ids[p] < 0) continue;
    if (!flat) measure(frame, { at, place: p }, middle, 0);
    sources[at + size - 1] = p;
    at += size;
  }
  ranges[0] = flat ? 0 : 1;
  ranges[1] = 0;
  ranges[2] = words[LEAVES];
}

/** Coordinates of the cluster at a place, from an origin that begins at `from` in `origins`. */
function measure(
  frame: WardFrame,
  { at, place }: { at: number; place: number },
  origins: Float64Array,
  from: number,
): void {
  const { cols, records, middle, now } = frame;
  const scale = middle[cols];
  for (let c = 0; c < cols; c++) records[at + c] = (now.centroids[place * cols + c] - origins[from + c]) * scale;
}

/** Splits ranges at the median of their widest column until `budget` records were looked at; returns the ranges left. */
export function wardSplit(frame: WardFrame, budget: number): number {
  const { words, ranges } = frame;
  const size = words[STRIDE] >> 2;
  let looked = 0;
  let depth = ranges[0];
  while (depth > 0 && looked < budget) {
    const top = 1 + 2 * --depth;
    const first = ranges[top];
    const end = ranges[top + 1];
    if (end - first < 2) continue;
    const [from, to] = [first, end].map((leaf) => size * leafStart(leaf, words[LIVE], words[LEAVES]));
    const points = (to - from) / size;
    looked += points;
    const column = widestColumn(frame, from, to);
    const inner = points < FEWEST_TO_PART ? 0 : partCore(frame, from, points);
    // Whole nodes of the core; the few rows left over go with the far ones.
    const core = first + (Math.floor((inner * (end - first)) / points) & ~7);
    const middle = core > first ? core : first + leftLeaves(end - first);
    if (core === first && column >= 0) {
      const cut = size * leafStart(middle, words[LIVE], words[LEAVES]);
      select(frame.records, frame.sources, { low: from, high: to - size, cut, size, column });
    }
    ranges[top] = middle;
    ranges[top + 1] = end;
    ranges[top + 2] = first;
    ranges[top + 3] = middle;
    depth += 2;
  }
  ranges[0] = depth;
  return depth;
}

/**
 * Where a sample says that half the rows lie in a box a thousand times smaller than the range, puts the rows of that box
 * first and returns their number, else 0: in a node that spans both, single precision could not tell them apart.
 */
function partCore({ cols, words, records, sources }: WardFrame, from: number, points: number): number {
  const size = words[STRIDE] >> 2;
  const lows = new Float32Array(cols);
  const highs = new Float32Array(cols);
  const sample = new Float32Array(SAMPLE);
  let widest = 0;
  let inner = 0;
  for (let c = 0; c < cols; c++) {
    // Spread by the golden ratio: even steps could meet a pattern in the rows.
    for (let i = 0; i < SAMPLE; i++)
      sample[i] = records[from + Math.floor(((Math.imul(i, 0x9e3779b1) >>> 0) * points) / 2 ** 32) * size + c];
    sample.sort();
    const low = sample[SAMPLE / 4];
    const high = sample[(3 * SAMPLE) / 4 - 1];
    const extent = fround(high - low);
    lows[c] = low - 2 * extent;
    highs[c] = high + 2 * extent;
    inner = Math.max(inner, extent);
    widest = Math.max(widest, fround(sample[SAMPLE - 1] - sample[0]));
  }
  if (inner >= FAR_OUT * widest) return 0;
  let next = from;
  for (let at = from; at < from + points * size; at += size) {
    let inside = true;
    for (let c = 0; c < cols && inside; c++) inside = records[at + c] >= lows[c] && records[at + c] <= highs[c];
    if (!inside) continue;
    swap(sources, next, at, size);
    next += size;
  }
  return (next - from) / size;
}

/** Leaves in the left part: half of them in whole subtrees of 8, 64, ... leaves, so that every node is a part of one cut. */
function leftLeaves(count: number): number {
  let unit = 1;
  while (unit << 3 < count) unit <<= 3;
  return (Math.ceil(count / unit) >> 1) * unit;
}

/** The column in which records spread widest, or -1 where they do not. Measures a small range anew. */
function widestColumn(frame: WardFrame, from: number, to: number): number {
  const { cols, words, records, sources, now } = frame;
  const size = words[STRIDE] >> 2;
  for (let pass = 0; ; pass++) {
    let far = 0;
    let width = 0;
    let column = -1;
    for (let c = 0; c < cols; c++) {
      let least = Infinity;
      let most = -Infinity;
      for (let at = from + c; at < to; at += size) {
        if (records[at] < least) least = records[at];
        if (records[at] > most) most = records[at];
      }
      far = Math.max(far, Math.abs(least), Math.abs(most));
      const extent = Math.fround(most - least);
      if (extent <= width) continue;
      width = extent;
      column = c;
    }
    if (pass === 1 || width >= SMALL * far) return column;
    const origin = sources[from + size - 1];
    for (let at = from; at < to; at += size)
      measure(frame, { at, place: sources[at + size - 1] }, now.centroids, origin * cols);
  }
}

interface Selection {
  readonly low: number;
  readonly high: number;
  readonly cut: number;
  readonly size: number;
  readonly column: number;
}

/** Puts records in order around `cut`: none before it has a greater key, none after it a smaller one. Hoare's selection. */
function select(records: Float32Array, sources: Int32Array, { low, high, cut, size, column }: Selection): void {
  while (low < high) {
    const pivot = pivotOf(records, low + column, high + column, size);
    let i = low;
    let j = high;
    do {
      while (records[i + column] < pivot) i += size;
      while (records[j + column] > pivot) j -= size;
      if (i <= j) {
        swap(sources, i, j, size);
        i += size;
        j -= size;
      }
    } while (i <= j);
    if (cut <= j) high = j;
    else if (cut >= i) low = i;
    else return;
  }
}

/** Exchanges two records, as whole numbers: not every pattern of bits survives as a float. */
function swap(sources: Int32Array, i: number, j: number, size: number): void {
  for (let o = 0; o < size; o++) {
    const word = sources[i + o];
    sources[i + o] = sources[j + o];
    sources[j + o] = word;
  }
}

function pivotOf(records: Float32Array, low: number, high: number, size: number): number {
  const count = (high - low) / size;
  if (count < 64) return median(records[low], records[low + (count >> 1) * size], records[high]);
  const step = (count >> 3) * size;
  const a = median(records[low], records[low + step], records[low + 2 * step]);
  const b = median(records[low + 3 * step], records[low + 4 * step], records[low + 5 * step]);
  const c = median(records[low + 6 * step], records[low + 7 * step], records[high]);
  return median(a, b, c);
}

function median(a: number, b: number, c: number): number {
  const low = a < b ? a : b;
  const high = a < b ? b : a;
  return c < low ? low : c > high ? high : c;
}
