import { sumRows } from './assign.ts';
import type { Exports, Holds } from './exports.ts';
import { columnRows, greedyRows } from './greedy.ts';
import type { Kernels } from './kernels.ts';
import { laneRows, type LloydFit, lloydFinish, lloydLabels, lloydRounds } from './lloyd.ts';

type Names =
  | 'columnRows'
  | 'greedyRows'
  | 'laneRows'
  | 'lloydFinish'
  | 'lloydLabels'
  | 'lloydRefit'
  | 'lloydRounds'
  | 'sumRows';

/** The compiled twins of lloyd.ts and greedy.ts, and sumRows. */
export function fastLloyd(exports: Exports, holds: Holds): Pick<Kernels, Names> {
  const reaches = ({ points, means, lanes, centroids, labels, sums, sizes, moves, work }: LloydFit): boolean =>
    holds(points.data, means, lanes, centroids.data, labels, sums, sizes, moves, work);
  return {
    columnRows(points, columns) {
      const { data, rows, cols } = points;
      if (holds(data, columns)) exports.column_rows(data.byteOffset, rows, cols, columns.byteOffset);
      else columnRows(points, columns);
    },
    greedyRows(start) {
      const { rows, cols, columns, trials, draws, chosen, work } = start;
      if (!holds(columns, draws, chosen, work)) return greedyRows(start);
      const room = [draws.byteOffset, chosen.byteOffset, work.byteOffset];
      exports.greedy_rows(columns.byteOffset, rows, cols, chosen.length, trials, ...room);
    },
    laneRows(ready) {
      const { points, means, lanes } = ready;
      const { data, rows, cols } = points;
      if (!holds(data, means, lanes)) return laneRows(ready);
      const total = exports.column_spread(data.byteOffset, rows, cols, means.byteOffset);
      exports.lane_rows(data.byteOffset, rows, cols, means.byteOffset, lanes.byteOffset);
      return total / (rows * cols);
    },
    lloydFinish: (fit) => (reaches(fit) ? exports.lloyd_finish(...addresses(fit)) : lloydFinish(fit)),
    lloydLabels(fit) {
      if (reaches(fit)) exports.lloyd_labels(...addresses(fit));
      else lloydLabels(fit);
    },
    lloydRefit({ fit, starts, chosen, nearest }, k, { maxIter, shift }) {
      const { points, means, lanes, centroids, labels, sums, sizes, moves, work } = fit;
      if (!reaches(fit) || !holds(chosen, nearest)) return null;
      const inertia = exports.lloyd_refit(
        points.data.byteOffset,
        points.rows,
        points.cols,
        means.byteOffset,
        lanes.byteOffset,
        chosen.byteOffset,
        centroids.rows,
        starts,
        k,
        centroids.data.byteOffset,
        labels.byteOffset,
        sums.byteOffset,
        sizes.byteOffset,
        moves.byteOffset,
        work.byteOffset,
        work.length,
        nearest.byteOffset,
        maxIter,
        shift,
      );
      return inertia < 0 ? null : inertia;
    },
    lloydRounds(fit, most, shift) {
      if (!reaches(fit)) return lloydRounds(fit, most, shift);
      const code = exports.lloyd_rounds(...addresses(fit), most, shift);
      return { done: code >> 2, settled: (code & 1) === 1, starved: (code & 2) === 2 };
    },
    sumRows(points, labels, sums, sizes) {
      const { data, rows, cols } = points;
      if (!holds(data, labels, sums, sizes)) return sumRows(points, labels, sums, sizes);
      const room = [labels.byteOffset, sums.byteOffset, sizes.byteOffset];
      exports.sum_rows(data.byteOffset, rows, cols, sizes.length, ...room);
    },
  };
}

function addresses({ points, means, lanes, centroids, labels, sums, sizes, moves, work }: LloydFit): number[] {
  const rows = [points.data.byteOffset, points.rows, points.cols, means.byteOffset, lanes.byteOffset];
  const clusters = [centroids.rows, centroids.data.byteOffset, labels.byteOffset, sums.byteOffset, sizes.byteOffset];
  return [...rows, ...clusters, moves.byteOffset, work.byteOffset];
}
