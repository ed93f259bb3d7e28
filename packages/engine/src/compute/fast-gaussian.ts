import type { Exports, Holds } from './exports.ts';
import {
  type Densities,
  labelScatters,
  mixtureLabels,
  mixtureMoments,
  mixtureShares,
  type MixtureTiles,
  TILE,
} from './gaussian.ts';
import type { Kernels } from './kernels.ts';

type Compiled =
  | 'labelScatters'
  | 'mixtureLabels'
  | 'mixtureMoments'
  | 'mixtureMomentsSingle'
  | 'mixtureRefit'
  | 'mixtureShares'
  | 'mixtureTiles';

/** Standard deviations by which rounding the rows to 24 bits may move them: a thousandth. */
const BLUR = 2 ** -10;

/** The compiled twins of gaussian.ts. */
export function fastGaussian(exports: Exports, holds: Holds): Pick<Kernels, Compiled> {
  const held = ({ means, whitening, peaks }: Densities): boolean => holds(means.data, whitening, peaks);
  const placed = ({ means, whitening, peaks }: Densities): number[] => [
    means.data.byteOffset,
    whitening.byteOffset,
    peaks.byteOffset,
  ];
  return {
    labelScatters(points, labels, means, scatters) {
      const { data, rows, cols } = points;
      if (!holds(data, labels, means, scatters)) return labelScatters(points, labels, means, scatters);
      scatters.fill(0);
      const to = scatters.byteOffset;
      exports.label_scatters(data.byteOffset, labels.byteOffset, rows, cols, means.byteOffset, to);
    },

    mixtureTiles(points, labels, near, room) {
      const { data, rows, cols } = points;
      const order = room.i32(rows);
      const tiles = Math.ceil(rows / TILE);
      const turned: MixtureTiles = {
        rows,
        shift: room.f64(cols),
        reach: room.f64(cols),
        tiles: room.f32(tiles * TILE * cols),
      };
      if (!holds(data, order, turned.shift, turned.reach, turned.tiles)) return null;
      sortByLabel(labels, near, order);
      exports.mixture_rows(
        data.byteOffset,
        order.byteOffset,
        rows,
        cols,
        turned.shift.byteOffset,
        turned.reach.byteOffset,
        turned.tiles.byteOffset,
      );
      return turned;
    },

    mixtureRefit({ points, labels, order, tiles, state, scratch }, k, { maxIter, tol, regCovar }) {
      const { data, rows, cols } = points;
      if (!holds(data, labels, order, tiles, state, scratch)) return false;
      const room = [labels, order, tiles, state, scratch].map((array) => array.byteOffset);
      exports.mixture_refit(data.byteOffset, rows, cols, k, ...room, maxIter, regCovar, tol);
      return true;
    },

    mixtureMomentsSingle({ rows, shift, reach, tiles }, densities, scratch, out) {
      const { masses, sums, scatters } = out;
      if (
        !held(densities) ||
        !holds(densities.factors, scratch.tile, masses, sums, scatters) ||
        blurred(densities, reach)
      )
        return null;
      masses.fill(0);
      sums.fill(0);
      scatters.fill(0);
      return exports.mixture_moments_f32(
        tiles.byteOffset,
        rows,
        reach.length,
        masses.length,
        ...placed(densities),
        densities.factors.byteOffset,
        shift.byteOffset,
        scratch.tile.byteOffset,
        masses.byteOffset,
        sums.byteOffset,
        scatters.byteOffset,
      );
    },

    mixtureMoments(points, densities, centres, scratch, out) {
      const { data, rows, cols } = points;
      const { masses, sums, scatters } = out;
      if (!held(densities) || !holds(data, centres.data, scratch.tile, masses, sums, scatters))
        return mixtureMoments(points, densities, centres, scratch, out);
      masses.fill(0);
      sums.fill(0);
      scatters.fill(0);
      return exports.mixture_moments_f64(
        data.byteOffset,
        rows,
        cols,
        masses.length,
        ...placed(densities),
        centres.data.byteOffset,
        scratch.tile.byteOffset,
        masses.byteOffset,
        sums.byteOffset,
        scatters.byteOffset,
      );
    },

    mixtureLabels(points, densities, scratch, labels) {
      const { data, rows, cols } = points;
      if (!held(densities) || !holds(data, scratch.tile, labels))
        return mixtureLabels(points, densities, scratch, labels);
      const k = densities.peaks.length;
      const model = placed(densities);
      return exports.mixture_rate(
        data.byteOffset,
        rows,
        cols,
        k,
        ...model,
        scratch.tile.byteOffset,
        labels.byteOffset,
        0,
      );
    },

    mixtureShares(points, densities, scratch, out) {
      const { data, rows, cols } = points;
      if (!held(densities) || !holds(data, scratch.tile, out)) return mixtureShares(points, densities, scratch, out);
      const k = densities.peaks.length;
      const model = placed(densities);
      return exports.mixture_rate(data.byteOffset, rows, cols, k, ...model, scratch.tile.byteOffset, 0, out.byteOffset);
    },
  };
}

/** Rows in the order of their labels: neighbours then share their likely components, and vectors without a share are left out. */
function sortByLabel(labels: Int32Array, near: Int32Array | null, order: Int32Array): void {
  const ends: number[] = [];
  for (const label of labels) {
    while (ends.length <= label) ends.push(0);
    ends[label]++;
  }
  for (let label = 0, end = 0; label < ends.length; label++) {
    const size = ends[label];
    ends[label] = end;
    end += size;
  }
  for (let i = 0; i < labels.length; i++) {
    const row = near ? near[i] : i;
    order[ends[labels[row]]++] = row;
  }
}

/** Whether rounding coordinates as large as `reach` moves a row too far on the scale of some component. */
function blurred({ whitening, peaks }: Densities, reach: Float64Array): boolean {
  const d = reach.length;
  for (let j = 0, w = 0; j < peaks.length; j++)
    for (let p = 0; p < d; p++) {
      let moved = 0;
      for (let q = 0; q <= p; q++, w++) moved += Math.abs(whitening[w]) * reach[q];
      // Also true when the sum is not a number.
      if (peaks[j] > -Infinity && !(moved * 2 ** -24 <= BLUR)) return true;
    }
  return false;
}
