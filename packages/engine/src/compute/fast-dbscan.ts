import { pulse, type Watch } from '../base/watch.ts';
import { type Cells, layOut, openCells, WIDEST } from './cells.ts';
import type { Density, DensityAnswer, DensityQuestion } from './density.ts';
import type { Exports, Holds } from './exports.ts';
import type { Kernels } from './kernels.ts';
import type { Room } from './room.ts';

/** Words of the header from which on DBSCAN's are written, in the order of the bytes in kernels/dbscan-frame.ts. */
const word = {
  radius: 10, // in f64
  outer: 22, // in f32
  inner: 23, // in f32
  enough: 24,
  query: 37,
  work: 20, // in f64
  labels: 42,
  own: 46,
  clusters: 47,
} as const;

/** Neighbours remembered of every row; rows that may have more and are not core are searched for twice. */
const KEPT = 8;
/** A unit of work is a row or a box compared with a cell of 16 rows; wider rows count for more, six columns for one. */
function pairsOf(work: number, cols: number): number {
  return (16 * work * (cols + 4)) / 10;
}
/** Cells tried beforehand, from that number of cells on, to see whether the limit will be reached. */
const TRIED = 64;
const WORTH_TRYING = 2048;
/** Units of work between two looks at the watch, times the columns and four: a few milliseconds. */
const STRETCH = 1 << 21;
/** Cells joined in themselves between two looks at the watch, about a millisecond. */
const LINKED = 4096;

/** The compiled DBSCAN. */
export function fastDbscan(exports: Exports, holds: Holds): Pick<Kernels, 'density'> {
  const density: Density = (room, points, question, watch) => {
    if (!(question.eps <= WIDEST && question.eps >= 1 / WIDEST)) return 'unfit';
    const cells = openCells({ exports, holds }, room, points, watch);
    const answer = cells && furnish(room, holds, { cells, rows: points.rows, cols: points.cols }, question);
    if (!cells || !answer) return 'unfit';
    pulse(watch, 'dbscan', 0.1);
    if (foresees(exports, cells, question)) return 'too_many_pairs';
    for (const step of [findCore, linkCells, joinCells, labelRows])
      if (!step(exports, cells, question.mostPairs, watch)) return 'too_many_pairs';
    return { labels: answer.labels.slice(), core: answer.core.slice(), nClusters: cells.words[word.clusters] };
  };
  return { density };
}

/** Lays out the rest of what the search needs, and says where the answer will be. */
function furnish(
  room: Room,
  holds: Holds,
  { cells, rows, cols }: { cells: Cells; rows: number; cols: number },
  { eps, minSamples }: DensityQuestion,
): Pick<DensityAnswer, 'labels' | 'core'> | null {
  const { words, numbers, singles, count, nodes, extent } = cells;
  const kept = Math.min(minSamples - 1, KEPT);
  const layout = layOut(room, holds, [
    4 * count, // core
    4 * rows * kept, // seen
    4 * rows, // parent
    8 * cols, // query
    4 * count, // near
    64, // counts
    4 * rows, // labels
    rows, // isCore
    4 * rows, // setLabel
    4 * rows, // own
    ...nodes.map((all) => 4 * all), // whole
  ]);
  if (!layout) return null;
  const [core, seen, parent, query, near, counts, labels, isCore, setLabel, own, ...whole] = layout.places;
  const { buffer } = layout;
  new Int32Array(buffer, seen, rows * kept).fill(-1);
  nodes.forEach((all, level) => new Int32Array(buffer, whole[level], all).fill(-1));
  numbers[word.radius] = eps * eps;
  // A coordinate in f32 is off by half a unit in its last place, at most extent / 2 of size, and sums of squares round too:
  // twice and four times as much is left to f64.
  const slip = 2 * Math.sqrt(cols) * extent * 2 ** -24;
  const rounding = (cols + 4) * 2 ** -22;
  singles[word.outer] = (eps + slip) ** 2 * (1 + rounding);
  singles[word.inner] = eps > slip ? (eps - slip) ** 2 * (1 - rounding) : -1;
  words.set([minSamples, kept, core, seen, parent, ...whole], word.enough);
  words.set([query, near, counts], word.query);
  words.set([labels, isCore, setLabel], word.labels);
  words[word.own] = own;
  return { labels: new Int32Array(buffer, labels, rows), core: new Uint8Array(buffer, isCore, rows) };
}

/** Whether some cells, spread evenly, foretell that the core test alone would reach the limit. */
function foresees(exports: Exports, { at, words, numbers, count }: Cells, { mostPairs }: DensityQuestion): boolean {
  if (mostPairs === Infinity || count < WORTH_TRYING) return false;
  for (let i = 0; i < TRIED; i++) {
    const cell = Math.floor(((i + 0.5) * count) / TRIED);
    exports.dbscan_core(at, cell, cell + 1, Infinity);
  }
  const foretold = (numbers[word.work] * count) / TRIED;
  numbers[word.work] = 0;
  return pairsOf(foretold, words[1]) > mostPairs;
}

type Step = (exports: Exports, cells: Cells, mostPairs: number, watch: Watch) => boolean;

const findCore: Step = (exports, cells, mostPairs, watch) =>
  walk(cells, mostPairs, { watch, from: 0.1, to: 0.5 }, (cell, allowance) =>
    exports.dbscan_core(cells.at, cell, cells.count, allowance),
  );

const linkCells: Step = (exports, { at, count }, _, watch) => {
  for (let cell = 0; cell < count; cell += LINKED) {
    exports.dbscan_link(at, cell, Math.min(count, cell + LINKED));
    watch.signal?.throwIfAborted();
  }
  exports.dbscan_linked(at);
  watch.signal?.throwIfAborted();
  return true;
};

const joinCells: Step = (exports, cells, mostPairs, watch) =>
  walk(cells, mostPairs, { watch, from: 0.5, to: 0.9 }, (cell, allowance) =>
    exports.dbscan_join(cells.at, cell, allowance),
  );

const labelRows: Step = (exports, cells, mostPairs, watch) => {
  cells.words[word.clusters] = exports.dbscan_number(cells.at);
  watch.signal?.throwIfAborted();
  return walk(cells, mostPairs, { watch, from: 0.9, to: 1 }, (cell, allowance) =>
    exports.dbscan_label(cells.at, cell, allowance),
  );
};

/** Goes through all cells, a few milliseconds at a time; false as soon as the limit is reached. */
function walk(
  { count, numbers, words }: Cells,
  mostPairs: number,
  { watch, from, to }: { watch: Watch; from: number; to: number },
  advance: (cell: number, allowance: number) => number,
): boolean {
  const allowance = STRETCH / (words[1] + 4);
  for (let cell = 0; cell < count;) {
    cell = advance(cell, allowance);
    pulse(watch, 'dbscan', from + ((to - from) * cell) / count);
    if (pairsOf(numbers[word.work], words[1]) > mostPairs) return false;
  }
  return true;
}
