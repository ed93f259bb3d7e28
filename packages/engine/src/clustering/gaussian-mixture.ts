import { fault } from '../base/faults.ts';
import { invalidParameter } from '../base/invalid-parameter.ts';
import { mixSeed, sampleWithout, seededRandom } from '../base/random.ts';
import { pulse, quiet, unwatched, type Watch } from '../base/watch.ts';
import { mixtureScratch } from '../compute/gaussian.ts';
import type { Room } from '../compute/room.ts';
import { inRoom, kernels } from '../compute/thread.ts';
import { type Matrix, matrix, takeRows } from '../matrix/matrix.ts';
import {
  blankDensities,
  blankMoments,
  type Components,
  labelMoments,
  maximise,
  prepare,
} from './gaussian-components.ts';
import { kMeans, requireRows } from './k-means.ts';
import type { GaussianMixtureModel } from './models.ts';

/** What `gaussianMixture` takes; only the number of components is required. */
export interface GaussianMixtureOptions {
  readonly nComponents: number;
  /** Added to every variance, in squared units of the points. Default 1e-6. */
  readonly regCovar?: number;
  /** Stop when the mean log-likelihood of a row changes by less. Default 1e-3. */
  readonly tol?: number;
  /** Default 100. */
  readonly maxIter?: number;
  /** Seed of the K-Means that gives the first labels. Default 42. */
  readonly seed?: number;
  /** First labels (0 to nComponents - 1), instead of those of a K-Means with one start. */
  readonly init?: Int32Array;
}

/**
 * Gaussian mixture with full covariances by expectation-maximisation, started from K-Means labels, with scikit-learn's
 * defaults and stop rule. `logLikelihood`, `bic` and `aic` belong to the parameters returned. A covariance too flat to
 * factor gets a small ridge, which stays in the model; a component that loses every row keeps weight 0. Reports progress
 * after every iteration over all rows; `iterations` counts those. O(n k d^2) an iteration. Throws ROWS_TOO_FEW,
 * INVALID_PARAMETER, MATRIX_SHAPE (of `init`).
 * Source: A. Dempster, N. Laird, D. Rubin, JRSS B 39, 1977. Prefer K-Means where only round groups are wanted.
 */
export function gaussianMixture(
  points: Matrix,
  options: GaussianMixtureOptions,
  watch: Watch = unwatched,
): GaussianMixtureModel {
  return mixtureInOrder(points, options, watch, null);
}

/**
 * `gaussianMixture`, in a tenth less time where `near` has all rows in an order in which neighbours lie together, and the
 * same but for rounding. For several fits of the same rows.
 */
export function mixtureInOrder(
  points: Matrix,
  options: GaussianMixtureOptions,
  watch: Watch,
  near: Int32Array | null,
): GaussianMixtureModel {
  requireRows(points, 'nComponents', options.nComponents);
  const { nComponents: k, seed = SEED } = options;
  const labels = options.init ?? kMeans(points, { nClusters: k, nInit: 1, seed }, quiet(watch)).labels;
  requireLabels(labels, points.rows, k);
  return inRoom((room) => maximiseExpectation(room, points, { labels, near }, options, watch));
}

const SEED = 42;
/**
 * Above this many rows the first components are those of a mixture of SAMPLE_ROWS of them: what remains are a few
 * iterations over all. Fewer rows than that may end in another optimum.
 */
const MANY_ROWS = 200_000;
const SAMPLE_ROWS = 100_000;
/** Rows that every component must have in the sample, or there is no sample. */
const FEWEST_SAMPLED = 100;

/** Single precision knows the mean log-likelihood to about 1e-6: a finer stop rule is left to double precision. */
const FINEST_SINGLE = 1e-4;
/** Fewer rows are not worth turning on their side. */
const FEWEST_SINGLE = 64;

/** What is known of rows before their first components. */
interface Begun {
  readonly labels: Int32Array;
  /** All of them, neighbours together; null where that is unknown. */
  readonly near: Int32Array | null;
}

function maximiseExpectation(
  room: Room,
  rows: Matrix,
  { labels: init, near }: Begun,
  options: GaussianMixtureOptions,
  watch: Watch,
): GaussianMixtureModel {
  const { nComponents: k, regCovar = 1e-6, tol = 1e-3, maxIter = 100 } = options;
  const points = room.matrix(rows);
  const { rows: n, cols: d } = points;
  const { mixtureLabels, mixtureMoments, mixtureMomentsSingle, mixtureTiles } = kernels();
  const scratch = mixtureScratch(k, d, room);
  const moments = blankMoments(k, d, room);
  const densities = blankDensities(k, d, room);
  const centres = matrix(k, d, room.f64(k * d));
  const components: Components = {
    weights: new Float64Array(k),
    means: matrix(k, d),
    covariances: new Float64Array(k * d * d),
  };
  const labels = room.i32(n);
  labels.set(init);
  const first = n > MANY_ROWS ? fitOfSample(points, { labels, near }, options, watch) : null;
  if (first) {
    components.weights.set(first.weights);
    components.means.data.set(first.means.data);
    components.covariances.set(first.covariances);
  } else {
    labelMoments(room, { points, labels }, components, moments);
    maximise(moments, components.means, components, { regCovar });
  }
  const tiles = tol < FINEST_SINGLE || n < FEWEST_SINGLE ? null : mixtureTiles(points, labels, near, room);

  let iterations = 0;
  let converged = false;
  let bound = -Infinity;
  while (!converged && iterations < maxIter) {
    iterations++;
    prepare(components, densities);
    const single = tiles && mixtureMomentsSingle(tiles, densities, scratch, moments);
    const sum = single ?? mixtureMoments(points, densities, densities.means, scratch, moments);
    if (!maximise(moments, densities.means, components, { regCovar, single: single !== null })) {
      // Rounding would eat the covariances of a component that jumped: sum once more about its new mean.
      centres.data.set(components.means.data);
      mixtureMoments(points, densities, centres, scratch, moments);
      maximise(moments, centres, components, { regCovar });
    }
    const reached = sum / n;
    converged = Math.abs(reached - bound) < tol;
    bound = reached;
    pulse(watch, 'gmm', converged ? 1 : iterations / maxIter);
  }
  prepare(components, densities);
  const logLikelihood = mixtureLabels(points, densities, scratch, labels);
  const free = k * ((d * (d + 1)) / 2) + k * d + k - 1;
  const bic = free * Math.log(n) - 2 * logLikelihood;
  const aic = 2 * free - 2 * logLikelihood;
  return {
    kind: 'GaussianMixture',
    ...components,
    labels: labels.slice(),
    logLikelihood,
    bic,
    aic,
    iterations,
    converged,
  };
}

/** The mixture of a random sample, started from its labels; null when some component has too few rows in it. */
function fitOfSample(
  points: Matrix,
  { labels, near }: Begun,
  options: GaussianMixtureOptions,
  watch: Watch,
): GaussianMixtureModel | null {
  const rows = sampleWithout(seededRandom(mixSeed(options.seed ?? SEED, 1)), points.rows, SAMPLE_ROWS).toSorted();
  const init = rows.map((row) => labels[row]);
  const held = new Int32Array(options.nComponents);
  for (const label of init) held[label]++;
  if (held.some((count) => count < FEWEST_SAMPLED)) return null;
  return mixtureInOrder(takeRows(points, rows), { ...options, init }, quiet(watch), near && nearAmong(rows, near));
}

/** The places of some rows in their list, in the order of `near`, which holds all rows. */
function nearAmong(rows: Int32Array, near: Int32Array): Int32Array {
  const places = new Int32Array(near.length).fill(-1);
  rows.forEach((row, place) => (places[row] = place));
  return near.map((row) => places[row]).filter((place) => place >= 0);
}

/**
 * Share of every row in every component (n x k), each row summing to 1. The rows a model was fitted on get their labels
 * back as the highest share, and a row alone gets the same shares as in a batch.
 */
export function posteriors(
  points: Matrix,
  model: Pick<GaussianMixtureModel, 'weights' | 'means' | 'covariances'>,
): Matrix {
  const { weights, means, covariances } = model;
  const { rows: n } = points;
  const { rows: k, cols: d } = means;
  const shares = matrix(n, k);
  inRoom((room) => {
    const densities = blankDensities(k, d, room);
    prepare({ weights, means, covariances: covariances.slice() }, densities);
    const scratch = mixtureScratch(k, d, room);
    const some = Math.min(n, ROWS_AT_ONCE);
    const rows = room.f64(some * d);
    const rated = room.f64(some * k);
    for (let first = 0; first < n; first += some) {
      const taken = Math.min(some, n - first);
      rows.set(points.data.subarray(first * d, (first + taken) * d));
      const batch = matrix(taken, d, rows.subarray(0, taken * d));
      kernels().mixtureShares(batch, densities, scratch, rated);
      shares.data.set(rated.subarray(0, taken * k), first * k);
    }
  });
  return shares;
}

/** Rows rated between two copies, which the nearest cache holds. */
const ROWS_AT_ONCE = 1024;

function requireLabels(labels: Int32Array, rows: number, k: number): void {
  if (labels.length !== rows) throw fault('MATRIX_SHAPE', { rows, cols: 1, length: labels.length });
  for (const label of labels)
    if (label < 0 || label >= k) throw invalidParameter('init', label, { type: 'integer', minimum: 0, maximum: k - 1 });
}
