import type { FactoredDensities, MixtureMoments } from '../compute/gaussian.ts';
import { heapArena, type Room } from '../compute/room.ts';
import { kernels } from '../compute/thread.ts';
import { cholesky, invertTriangle, logDeterminant } from '../matrix/cholesky.ts';
import { type Matrix, matrix } from '../matrix/matrix.ts';

/** The parameters of a mixture while it is fitted; shapes as in the model. */
export interface Components {
  readonly weights: Float64Array;
  readonly means: Matrix;
  readonly covariances: Float64Array;
}

/** Squared moves above this many variances cost the covariance six of its sixteen digits, in single precision of seven two. */
const JUMP = 1e6;
const JUMP_SINGLE = 1e2;

export function blankDensities(k: number, d: number, { f64 }: Pick<Room, 'f64'> = heapArena): FactoredDensities {
  const packed = (d * (d + 1)) / 2;
  const whitening = f64(k * packed);
  const factors = f64(k * packed);
  const parts = Array.from({ length: k }, (_, j) => ({
    whitening: whitening.subarray(j * packed, (j + 1) * packed),
    factor: factors.subarray(j * packed, (j + 1) * packed),
  }));
  return { means: matrix(k, d, f64(k * d)), whitening, factors, peaks: f64(k), parts };
}

export function blankMoments(k: number, d: number, { f64 }: Pick<Room, 'f64'>): MixtureMoments {
  return { masses: f64(k), sums: f64(k * d), scatters: f64((k * d * (d + 1)) / 2) };
}

/**
 * Moments of labelled rows about their own means, which go to `components.means`. Writes `moments`. A label without rows
 * gets the mean and covariance of all rows and no mass, so its component is defined but weighs nothing.
 */
export function labelMoments(
  room: Room,
  { points, labels }: { readonly points: Matrix; readonly labels: Int32Array },
  components: Components,
  moments: MixtureMoments,
): void {
  const { rows, cols: d } = points;
  const { masses, scatters, sums } = moments;
  const k = masses.length;
  const means = room.f64(k * d);
  const sizes = room.i32(k);
  const { labelScatters, sumRows } = kernels();
  sumRows(points, labels, means, sizes);
  const overall = new Float64Array(d);
  for (let o = 0; o < means.length; o++) overall[o % d] += means[o] / rows;
  for (let o = 0; o < means.length; o++) {
    const size = sizes[Math.floor(o / d)];
    means[o] = size > 0 ? means[o] / size : overall[o % d];
  }
  masses.set(sizes);
  sums.fill(0);
  labelScatters(points, labels, means, scatters);
  components.means.data.set(means);
  const empty = sizes.indexOf(0);
  if (empty >= 0) spreadOver(points, overall, components.covariances);
}

/** Writes the covariance of all rows as that of every component; those with rows are overwritten afterwards. */
function spreadOver({ data, rows, cols: d }: Matrix, mean: Float64Array, covariances: Float64Array): void {
  const area = d * d;
  const whole = covariances.subarray(0, area).fill(0);
  for (let i = 0; i < rows; i++)
    for (let p = 0; p < d; p++)
      for (let q = 0; q < d; q++)
        whole[p * d + q] += ((data[i * d + p] - mean[p]) * (data[i * d + q] - mean[q])) / rows;
  for (let o = area; o < covariances.length; o += area) covariances.copyWithin(o, 0, area);
}

/**
 * The likeliest components for moments about `centres`, with `regCovar` added to the variances. Writes `components`; one
 * without mass keeps its mean and covariance. Returns false when a mean moved so far from its centre that the covariances
 * lost digits: then take the moments again about the new means.
 */
export function maximise(
  moments: MixtureMoments,
  centres: Matrix,
  components: Components,
  { regCovar, single = false }: { readonly regCovar: number; readonly single?: boolean },
): boolean {
  const jump = single ? JUMP_SINGLE : JUMP;
  const { masses, sums, scatters } = moments;
  const { weights, covariances } = components;
  const means = components.means.data;
  const d = centres.cols;
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  let exact = true;
  for (let j = 0; j < masses.length; j++) {
    const mass = masses[j];
    weights[j] = mass / total;
    if (mass === 0) continue;
    const m = j * d;
    const area = m * d;
    for (let p = 0, s = (area + m) / 2; p < d; p++) {
      const move = sums[m + p] / mass;
      means[m + p] = centres.data[m + p] + move;
      for (let q = 0; q <= p; q++, s++) {
        const value = scatters[s] / mass - move * (sums[m + q] / mass);
        covariances[area + p * d + q] = value;
        covariances[area + q * d + p] = value;
      }
      const variance = Math.max(covariances[area + p * d + p], 0) + regCovar;
      covariances[area + p * d + p] = variance;
      if (move * move > jump * variance) exact = false;
    }
  }
  return exact;
}

/** Makes the components ready for evaluation. Writes `densities`, and a ridge into covariances too flat to factor. */
export function prepare(components: Components, densities: FactoredDensities): void {
  const { weights, means, covariances } = components;
  const { peaks, parts } = densities;
  const d = means.cols;
  const area = d * d;
  const whole = d * Math.log(2 * Math.PI);
  densities.means.data.set(means.data);
  for (let j = 0; j < weights.length; j++) {
    const { factor, whitening } = parts[j];
    factorWithRidge(covariances.subarray(j * area, (j + 1) * area), d, factor);
    invertTriangle(factor, d, whitening);
    peaks[j] = weights[j] > 0 ? Math.log(weights[j]) - (whole + logDeterminant(factor, d)) / 2 : -Infinity;
  }
}

/**
 * Factors a covariance. Columns that say the same, on a scale where regCovar vanishes in rounding, leave it singular: then
 * a growing share of its largest variance is added to the diagonal, from 1e-12 of it, until the factor exists.
 */
function factorWithRidge(covariance: Float64Array, d: number, factor: Float64Array): void {
  let largest = 0;
  for (let p = 0; p < d; p++) largest = Math.max(largest, covariance[p * d + p]);
  // All variances zero happens with regCovar 0 only: any positive width then describes the one point.
  if (largest === 0) largest = 1;
  for (let share = 1e-12; !cholesky(covariance, d, factor) && share <= 1; share *= 10)
    for (let p = 0; p < d; p++) covariance[p * d + p] += share * largest;
}
