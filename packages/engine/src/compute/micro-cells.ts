/** Rows being split into micro-clusters. */
export interface MicroCells {
  /** Rows, columns and cells so far; the compiled twin keeps addresses behind them. 16 words. */
  readonly words: Int32Array;
  /** The rows as f32, each filled up to whole fours; sorted into cells as these are split. */
  readonly copy: Float32Array;
  /** The row at every place of the copy. */
  readonly order: Int32Array;
  /**
   * Eight numbers a cell: its first place and the one after its last; its sum of squares about the mean; the column that
   * varies most, or -1; the mean of that column.
   */
  readonly cells: Float64Array;
  /** Cells, each more spread out than the two at twice its place and one or two on. */
  readonly heap: Int32Array;
}

export const CELL_NUMBERS = 8;

/** Fills in the spread of a cell with places, its most varying column and the mean of that. */
export function microMeasure({ words, copy, cells }: MicroCells, id: number): void {
  const cols = words[1];
  const stride = Math.ceil(cols / 4) * 4;
  const cell = CELL_NUMBERS * id;
  const end = cells[cell + 1] * stride;
  const start = cells[cell] * stride;
  const share = 1 / (cells[cell + 1] - cells[cell]);
  let spread = 0;
  let most = 0;
  let column = -1;
  let mean = 0;
  for (let c = 0; c < cols; c++) {
    let sum = 0;
    let square = 0;
    for (let at = start + c; at < end; at += stride) {
      const value = copy[at];
      sum += value;
      square += value * value;
    }
    const varies = square - sum * share * sum;
    spread += varies > 0 ? varies : 0;
    if (varies > most) {
      most = varies;
      column = c;
      mean = sum * share;
    }
  }
  cells[cell + 2] = column < 0 ? 0 : spread;
  cells[cell + 3] = column;
  cells[cell + 4] = mean;
}

/**
 * Splits the most spread out cell at the mean of its most varying column, again and again, until there are `wanted` or none
 * can be split, as far as `allowance` rows go. Returns how many cells there are; `wanted` when none can be split.
 */
export function microSplit(state: MicroCells, wanted: number, allowance: number): number {
  const { words, cells, heap } = state;
  for (let left = allowance; words[2] < wanted && left > 0;) {
    const id = heap[0];
    const cell = CELL_NUMBERS * id;
    if (!(cells[cell + 2] > 0)) return wanted;
    const from = cells[cell];
    const to = cells[cell + 1];
    left -= to - from;
    const middle = part(state, cell);
    if (middle === from || middle === to) {
      cells[cell + 2] = 0; // equal but for rounding
      sink(state, words[2]);
      continue;
    }
    const fresh = words[2];
    cells[cell + 1] = middle;
    cells[CELL_NUMBERS * fresh] = middle;
    cells[CELL_NUMBERS * fresh + 1] = to;
    microMeasure(state, id);
    microMeasure(state, fresh);
    sink(state, fresh);
    heap[fresh] = fresh;
    rise(state, fresh);
    words[2]++;
  }
  return words[2];
}

/** Puts rows below the mean first; returns the place of the first other. */
function part({ words, copy, order, cells }: MicroCells, cell: number): number {
  const stride = Math.ceil(words[1] / 4) * 4;
  const column = cells[cell + 3];
  const mean = cells[cell + 4];
  let split = cells[cell];
  for (let place = cells[cell]; place < cells[cell + 1]; place++) {
    const at = place * stride;
    const below = copy[at + column] < mean;
    // Those that stay change places too, as in the compiled twin, which cannot afford a branch: sums depend on the order.
    const low = split * stride;
    for (let c = 0; c < stride; c++) {
      const value = copy[at + c];
      copy[at + c] = copy[low + c];
      copy[low + c] = value;
    }
    const row = order[place];
    order[place] = order[split];
    order[split] = row;
    if (below) split++;
  }
  return split;
}

/** Whether cell a comes before cell b: more spread out, the lower number on a tie. */
function before(cells: Float64Array, a: number, b: number): boolean {
  const x = cells[CELL_NUMBERS * a + 2];
  const y = cells[CELL_NUMBERS * b + 2];
  return x > y || (x === y && a < b);
}

/** Moves the first of `count` cells in the heap down to where it belongs. */
function sink({ cells, heap }: MicroCells, count: number): void {
  const cell = heap[0];
  let place = 0;
  for (let child = 1; child < count; child = 2 * place + 1) {
    if (child + 1 < count && before(cells, heap[child + 1], heap[child])) child++;
    if (before(cells, cell, heap[child])) break;
    heap[place] = heap[child];
    place = child;
  }
  heap[place] = cell;
}

/** Moves the cell at a place of the heap up to where it belongs. */
function rise({ cells, heap }: MicroCells, from: number): void {
  const cell = heap[from];
  let place = from;
  for (let above = (place - 1) >> 1; place > 0 && before(cells, cell, heap[above]); above = (place - 1) >> 1) {
    heap[place] = heap[above];
    place = above;
  }
  heap[place] = cell;
}
