import type { Matrix } from '../matrix/matrix.ts';
import { heapArena, type Room } from './room.ts';

/** Rows that the mixture kernels take at once. */
const LANES = 4;

/** A share of a row below exp(-46), about 1e-20, cannot change any sum in 53 bits: it counts as none. */
const NO_SHARE = -46;

/** k normal densities made ready for evaluation. */
export interface Densities {
  /** k x d. */
  readonly means: Matrix;
  /** Inverse Cholesky factors of the covariances: k lower triangles packed row by row, one after the other. */
  readonly whitening: Float64Array;
  /** Logarithm of weight times density at the mean; -Infinity for a component without weight. */
  readonly peaks: Float64Array;
}

/** With the Cholesky factors themselves, packed as their inverses. */
export interface FactoredDensities extends Densities {
  readonly factors: Float64Array;
  /** The pieces of both that belong to each component. */
  readonly parts: readonly { readonly whitening: Float64Array; readonly factor: Float64Array }[];
}

/** Working room of the mixture kernels: four rows, or their offsets from one mean, turned on their side (c * 4 + row). */
export interface MixtureScratch {
  /** 4 d numbers. */
  readonly lanes: Float64Array;
  /** 4 d numbers. */
  readonly offsets: Float64Array;
  /** 4 k numbers: log-densities, then shares; component j of row r is at j * 4 + r. */
  readonly shares: Float64Array;
  /** For the compiled twins: the model, then buffers of a tile of 128 rows. */
  readonly tile: Float64Array;
}

/**
 * Rows made ready for passes in single precision: less their mean, sorted by first label, within one as neighbours lie
 * where that is known, turned on their side.
 */
export interface MixtureTiles {
  readonly rows: number;
  /** The mean of the rows. */
  readonly shift: Float64Array;
  /** Largest distance from the mean in every column. */
  readonly reach: Float64Array;
  readonly tiles: Float32Array;
}

/** Weighted sums of rows for every component, about given centres. */
export interface MixtureMoments {
  /** k sums of shares. */
  readonly masses: Float64Array;
  /** k x d: shares times offsets. */
  readonly sums: Float64Array;
  /** k lower triangles packed row by row: shares times products of offsets. */
  readonly scatters: Float64Array;
}

/** Rows of a tile of the compiled kernels. */
export const TILE = 128;

export function mixtureScratch(k: number, d: number, { f64 }: Pick<Room, 'f64'> = heapArena): MixtureScratch {
  const model = k * ((d * (d + 1)) / 2 + d + 1) + 2;
  return {
    lanes: f64(LANES * d),
    offsets: f64(LANES * d),
    shares: f64(LANES * k),
    tile: f64(model + TILE * (k + 2 * d + 4 + (k * d) / 2) + 2 * d * d),
  };
}

/**
 * Makes rows ready for passes in single precision; null for a build that has none. `near`: all rows in an order in which
 * neighbours lie together; null takes them as they come.
 */
export function mixtureTiles(
  _points: Matrix,
  _labels: Int32Array,
  _near: Int32Array | null,
  _room: Room,
): MixtureTiles | null {
  return null;
}

/**
 * `mixtureMoments` in single precision, about `densities.means`, which are rounded to what it computed with; sums over
 * tiles are in double precision. Writes `scratch` and `out`. Null, with nothing written, where a component is so thin
 * beside the spread of the rows that single precision would blur it.
 */
export function mixtureMomentsSingle(
  _tiles: MixtureTiles,
  _densities: FactoredDensities,
  _scratch: MixtureScratch,
  _out: MixtureMoments,
): number | null {
  return null;
}

/** Whole fits of few rows, one after the other, in one room. Nothing in it outlives a fit. */
export interface MixtureRefits {
  readonly points: Matrix;
  /** First labels, then those of the fit. */
  readonly labels: Int32Array;
  readonly order: Int32Array;
  readonly tiles: Float32Array;
  readonly state: Float64Array;
  readonly scratch: Float64Array;
}

/** When such a fit ends, and what it adds to every variance. */
export interface RefitLimits {
  readonly maxIter: number;
  readonly tol: number;
  readonly regCovar: number;
}

/** Room for fits of `points`, which lie in it, with up to `most` components. */
export function mixtureRefits(points: Matrix, most: number, room: Room): MixtureRefits {
  const { rows, cols: d } = points;
  return {
    points,
    labels: room.i32(rows),
    order: room.i32(rows),
    tiles: room.f32(Math.ceil(rows / TILE) * TILE * d),
    state: room.f64(refitRoom(most, d)),
    scratch: mixtureScratch(most, d, room).tile,
  };
}

/** Parameters, densities, moments and centres of k components, two numbers for every column. */
function refitRoom(k: number, d: number): number {
  return k * (3 + 4 * d + d * d + 3 * ((d * (d + 1)) / 2)) + 2 * d;
}

/**
 * A whole fit of k components from the labels in the room, which become those of the fit, in single precision where that
 * is enough. False, with nothing done, for a build that has none.
 */
export function mixtureRefit(_fits: MixtureRefits, _k: number, _limits: RefitLimits): boolean {
  return false;
}

/** Products of the offsets of labelled rows from `means` (k x d), summed by label into k packed lower triangles. */
export function labelScatters(points: Matrix, labels: Int32Array, means: Float64Array, scatters: Float64Array): void {
  const { data, rows, cols: d } = points;
  const packed = (d * (d + 1)) / 2;
  scatters.fill(0);
  for (let i = 0; i < rows; i++) {
    const m = labels[i] * d;
    for (let p = 0, s = labels[i] * packed; p < d; p++) {
      const along = data[i * d + p] - means[m + p];
      for (let q = 0; q <= p; q++, s++) scatters[s] += along * (data[i * d + q] - means[m + q]);
    }
  }
}

/**
 * One pass of expectation and maximisation: the shares of every row in the components, summed into moments about
 * `centres` (k x d). Writes `scratch` and `out`; returns the log-likelihood of the rows. O(n k d^2), nothing of size n.
 */
export function mixtureMoments(
  points: Matrix,
  densities: Densities,
  centres: Matrix,
  scratch: MixtureScratch,
  out: MixtureMoments,
): number {
  const { rows } = points;
  const { lanes, offsets, shares } = scratch;
  out.masses.fill(0);
  out.sums.fill(0);
  out.scatters.fill(0);
  let total = 0;
  for (let i = 0; i < rows; i += LANES) {
    const taken = turnRows(points, i, lanes);
    logDensities(densities, lanes, offsets, shares);
    total += shareOut(shares, taken);
    addMoments(centres, lanes, offsets, shares, out);
  }
  return total;
}

/** Shares of every row in the components. Writes `scratch` and `out` (n x k, row by row); returns the log-likelihood. */
export function mixtureShares(
  points: Matrix,
  densities: Densities,
  scratch: MixtureScratch,
  out: Float64Array,
): number {
  const { rows } = points;
  const { lanes, offsets, shares } = scratch;
  const k = densities.peaks.length;
  let total = 0;
  for (let i = 0; i < rows; i += LANES) {
    const taken = turnRows(points, i, lanes);
    logDensities(densities, lanes, offsets, shares);
    total += shareOut(shares, taken);
    for (let r = 0; r < taken; r++) for (let j = 0; j < k; j++) out[(i + r) * k + j] = shares[j * 4 + r];
  }
  return total;
}

/** The likeliest component of every row, the lowest on a tie. Writes `scratch` and `labels`; returns the log-likelihood. */
export function mixtureLabels(
  points: Matrix,
  densities: Densities,
  scratch: MixtureScratch,
  labels: Int32Array,
): number {
  const { rows } = points;
  const { lanes, offsets, shares } = scratch;
  const k = densities.peaks.length;
  let total = 0;
  for (let i = 0; i < rows; i += LANES) {
    const taken = turnRows(points, i, lanes);
    logDensities(densities, lanes, offsets, shares);
    for (let r = 0; r < taken; r++) {
      let label = 0;
      for (let j = 1; j < k; j++) if (shares[j * 4 + r] > shares[label * 4 + r]) label = j;
      labels[i + r] = label;
    }
    total += shareOut(shares, taken);
  }
  return total;
}

/** Turns the four rows from `first` on their side; past the end the last row repeats. Returns how many are real. */
function turnRows(points: Matrix, first: number, lanes: Float64Array): number {
  const { data, rows, cols } = points;
  for (let r = 0; r < LANES; r++) {
    const p = Math.min(first + r, rows - 1) * cols;
    for (let c = 0, o = r; c < cols; c++, o += 4) lanes[o] = data[p + c];
  }
  return Math.min(LANES, rows - first);
}

/** Logarithms of weight times density of four rows in every component: the peak less half the whitened square. */
function logDensities(densities: Densities, lanes: Float64Array, offsets: Float64Array, logs: Float64Array): void {
  const { whitening, peaks } = densities;
  const means = densities.means.data;
  const d = densities.means.cols;
  const width = 4 * d;
  for (let j = 0, w = 0, m = 0; j < peaks.length; j++, m += d) {
    let square0 = 0;
    let square1 = 0;
    let square2 = 0;
    let square3 = 0;
    for (let p = 0, end = 4; end <= width; p++, end += 4) {
      const mean = means[m + p];
      offsets[end - 4] = lanes[end - 4] - mean;
      offsets[end - 3] = lanes[end - 3] - mean;
      offsets[end - 2] = lanes[end - 2] - mean;
      offsets[end - 1] = lanes[end - 1] - mean;
      let y0 = 0;
      let y1 = 0;
      let y2 = 0;
      let y3 = 0;
      for (let o = 0; o < end; o += 4, w++) {
        const factor = whitening[w];
        y0 += factor * offsets[o];
        y1 += factor * offsets[o + 1];
        y2 += factor * offsets[o + 2];
        y3 += factor * offsets[o + 3];
      }
      square0 += y0 * y0;
      square1 += y1 * y1;
      square2 += y2 * y2;
      square3 += y3 * y3;
    }
    const peak = peaks[j];
    const o = j * 4;
    logs[o] = peak - 0.5 * square0;
    logs[o + 1] = peak - 0.5 * square1;
    logs[o + 2] = peak - 0.5 * square2;
    logs[o + 3] = peak - 0.5 * square3;
  }
}

/** Turns log-densities into shares that sum to 1 a row, 0 for rows past `taken`; returns the rows' log-likelihood. */
function shareOut(shares: Float64Array, taken: number): number {
  const length = shares.length;
  let total = 0;
  for (let r = 0; r < LANES; r++) {
    if (r >= taken) {
      for (let o = r; o < length; o += 4) shares[o] = 0;
      continue;
    }
    // The row's maximum comes off first: a log-density below -745 would make every exp() zero and the shares NaN.
    let highest = shares[r];
    for (let o = r + 4; o < length; o += 4) if (shares[o] > highest) highest = shares[o];
    let sum = 0;
    for (let o = r; o < length; o += 4) {
      const below = shares[o] - highest;
      const share = below === 0 ? 1 : below > NO_SHARE ? Math.exp(below) : 0;
      shares[o] = share;
      sum += share;
    }
    for (let o = r; o < length; o += 4) shares[o] /= sum;
    total += highest + Math.log(sum);
  }
  return total;
}

/** Adds four rows to the moments of the components that have a share in them. */
function addMoments(
  centres: Matrix,
  lanes: Float64Array,
  offsets: Float64Array,
  shares: Float64Array,
  out: MixtureMoments,
): void {
  const { masses, sums, scatters } = out;
  const { data: centre, cols: d } = centres;
  const packed = (d * (d + 1)) / 2;
  const width = 4 * d;
  for (let j = 0, m = 0; j < masses.length; j++, m += d) {
    const share0 = shares[j * 4];
    const share1 = shares[j * 4 + 1];
    const share2 = shares[j * 4 + 2];
    const share3 = shares[j * 4 + 3];
    const mass = share0 + share1 + share2 + share3;
    if (mass === 0) continue;
    masses[j] += mass;
    for (let p = 0, s = j * packed, end = 4; end <= width; p++, end += 4) {
      const middle = centre[m + p];
      const e0 = lanes[end - 4] - middle;
      const e1 = lanes[end - 3] - middle;
      const e2 = lanes[end - 2] - middle;
      const e3 = lanes[end - 1] - middle;
      offsets[end - 4] = e0;
      offsets[end - 3] = e1;
      offsets[end - 2] = e2;
      offsets[end - 1] = e3;
      const f0 = share0 * e0;
      const f1 = share1 * e1;
      const f2 = share2 * e2;
      const f3 = share3 * e3;
      sums[m + p] += f0 + f1 + f2 + f3;
      for (let o = 0; o < end; o += 4, s++)
        scatters[s] += f0 * offsets[o] + f1 * offsets[o + 1] + f2 * offsets[o + 2] + f3 * offsets[o + 3];
    }
  }
}
