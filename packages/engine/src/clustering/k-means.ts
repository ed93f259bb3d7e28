import { fault } from '../base/faults.ts';
import { invalidParameter } from '../base/invalid-parameter.ts';
import { mixSeed, type Random, sampleWithout, seededRandom } from '../base/random.ts';
import { pulse, unwatched, type Watch } from '../base/watch.ts';
import type { Room } from '../compute/room.ts';
import { inRoom, kernels } from '../compute/thread.ts';
import { type Matrix, takeRows } from '../matrix/matrix.ts';
import { type Limits, lloyd, readyFit, setRows } from './lloyd.ts';
import type { KMeansModel } from './models.ts';
import { lowestOf, restartSeeds } from './restart.ts';
import { drawStart, readyStarts } from './start.ts';

/** Starts are tried on this many rows, or on so many for each cluster if that is more, when there are twice as many. */
const TRIAL_ROWS = 2048;
const TRIAL_ROWS_PER_CLUSTER = 128;
/** Trials stop earlier: most are given up, and the others go on. */
const TRIAL_TOL = 1e-3;
/** Trials that go on, unlike by this share of their inertia. */
const FINALISTS = 3;
const UNLIKE = 1e-4;
/** Among more than twice as many rows, one finalist goes on from this many. */
const FINAL_ROWS = 16_384;
/**
 * Share of the tolerance down to which the winner goes on, where that is cheap. A fit that starts near its end moves little
 * from the first step, and would stop a few rows away from where full starts arrive.
 */
const SETTLED = 0.01;
const TRIAL_STREAM = 211;

/** What `kMeans` takes; only the number of clusters is required. */
export interface KMeansOptions {
  readonly nClusters: number;
  /**
   * Independent starts; the lowest inertia wins. Default 10; with `init` always 1. Above 4,096 rows (256 a cluster, if that is
   * more) every start is a trial on a sample, and only the best goes on to all rows.
   */
  readonly nInit?: number;
  /** Default 300. */
  readonly maxIter?: number;
  /** Stop when the squared moves of all centroids sum to at most this share of the mean column variance. Default 1e-4. */
  readonly tol?: number;
  /** Default 42. */
  readonly seed?: number;
  /** First centroids (k x d), instead of drawn ones. */
  readonly init?: Matrix;
}

/**
 * K-Means by Lloyd's algorithm, best of several greedy k-means++ starts. Stop rules are scikit-learn's: no label changed,
 * or the centroids barely moved, or `maxIter`. A cluster that runs empty takes the row farthest from its centroid; it
 * stays empty only where rows have fewer than `nClusters` distinct values. Reports progress after every start.
 * Many rows: the starts run on 2,048 of them, the three best go on with 16,384 or all, and the best of those ends on all.
 * O(n k d) an iteration. Throws ROWS_TOO_FEW, INVALID_PARAMETER, MATRIX_SHAPE (of `init`).
 * Source: S. Lloyd, IEEE Trans. Inf. Theory 28, 1982. Prefer a Gaussian mixture where groups differ in shape or size.
 */
export function kMeans(points: Matrix, options: KMeansOptions, watch: Watch = unwatched): KMeansModel {
  const { nClusters, init, nInit = 10, maxIter = 300, tol = 1e-4, seed = 42 } = options;
  requireRows(points, 'nClusters', nClusters);
  if (init !== undefined && (init.rows !== nClusters || init.cols !== points.cols))
    throw fault('MATRIX_SHAPE', { rows: nClusters, cols: points.cols, length: init.data.length });
  requireCount('nInit', nInit);
  const asked = { nClusters, nInit, maxIter, tol, seed };
  return inRoom((room) => {
    const inside = room.matrix(points);
    if (init !== undefined) return bestOf([init], inside, asked, watch);
    const trialRows = Math.max(TRIAL_ROWS, TRIAL_ROWS_PER_CLUSTER * nClusters);
    if (points.rows > 2 * trialRows) return fitMany(inside, trialRows, asked, watch);
    let done = 0;
    return lowestOf(
      restartSeeds(seed, nInit),
      (model) => model.inertia,
      runs(inside, asked, { room, watch }, () => {
        pulse(watch, 'kmeans', ++done / nInit);
      }),
    );
  });
}

type Asked = Required<Omit<KMeansOptions, 'init'>>;

/** A fit of `points` from the next start of a stream; `after` is called when it is done. */
function runs(
  points: Matrix,
  { nClusters, maxIter, tol }: Asked,
  { room, watch }: { room: Room; watch: Watch },
  after: () => void,
): (random: Random) => KMeansModel {
  const { fit, spread } = readyFit(points, nClusters, room);
  const starts = readyStarts(points, nClusters, room);
  const limits: Limits = { maxIter, shift: tol * spread };
  return (random) => {
    setRows(fit.centroids, points, drawStart(starts, random));
    const model = lloyd(fit, limits, watch);
    after();
    return model;
  };
}

/** Trials on a sample; the best go on with a larger one, the best of those with all rows. A smaller sample heads a larger. */
function fitMany(points: Matrix, trialRows: number, asked: Asked, watch: Watch): KMeansModel {
  const { nInit, seed } = asked;
  const finalRows = Math.max(FINAL_ROWS, 4 * trialRows);
  const staged = points.rows > 2 * finalRows;
  const order = sampleWithout(seededRandom(mixSeed(seed, TRIAL_STREAM)), points.rows, staged ? finalRows : trialRows);
  const trials = inRoom((room) => {
    const sample = room.matrix(takeRows(points, order.subarray(0, trialRows)));
    let done = 0;
    const run = runs(sample, { ...asked, tol: Math.max(asked.tol, TRIAL_TOL) }, { room, watch }, () => {
      pulse(watch, 'kmeans', ++done / (nInit + 1));
    });
    return restartSeeds(seed, nInit).map((each) => run(seededRandom(each)));
  });
  let finalists = unlike(trials);
  if (staged && finalists.length > 1)
    finalists = [inRoom((room) => bestOf(finalists, room.matrix(takeRows(points, order)), asked, watch).centroids)];
  const model = bestOf(finalists, points, staged ? asked : { ...asked, settledTol: asked.tol * SETTLED }, watch);
  pulse(watch, 'kmeans', 1);
  return model;
}

/** Centroids of the cheapest models, the earlier of equals first, leaving out those that cost the same. */
function unlike(models: readonly KMeansModel[]): Matrix[] {
  const kept: KMeansModel[] = [];
  for (const model of models.toSorted((a, b) => a.inertia - b.inertia))
    if (kept.length < FINALISTS && !(model.inertia <= (kept.at(-1)?.inertia ?? -1) * (1 + UNLIKE))) kept.push(model);
  return kept.map(({ centroids }) => centroids);
}

/**
 * The cheapest fit of `points`, which lie in the room, from one of the centroids given. With `settledTol` it goes on from
 * there, for `maxIter` iterations more at most, down to that tolerance.
 */
function bestOf(
  centroids: readonly Matrix[],
  points: Matrix,
  { nClusters, maxIter, tol, settledTol }: Asked & { readonly settledTol?: number },
  watch: Watch,
): KMeansModel {
  return inRoom((room) => {
    const { fit, spread } = readyFit(points, nClusters, room);
    const fitFrom = ({ data }: Matrix, tolerance: number): KMeansModel => {
      fit.centroids.data.set(data);
      return lloyd(fit, { maxIter, shift: tolerance * spread }, watch);
    };
    const fits = centroids.map((from) => fitFrom(from, tol));
    const best = fits.reduce((cheapest, next) => (next.inertia < cheapest.inertia ? next : cheapest));
    if (settledTol === undefined) return best;
    const settled = fitFrom(best.centroids, settledTol);
    return { ...settled, iterations: best.iterations + settled.iterations };
  });
}

/** The nearest centroid of every row, the lowest index on a tie: the labels a K-Means gives to new rows. */
export function assignNearest(points: Matrix, centroids: Matrix): Int32Array {
  return inRoom((room) => {
    const { fit } = readyFit(room.matrix(points), centroids.rows, room);
    fit.centroids.data.set(centroids.data);
    kernels().lloydLabels(fit);
    return fit.labels.slice(0, points.rows);
  });
}

/** Refuses a number of clusters that is no whole number from 1, or above the number of rows. */
export function requireRows(points: Matrix, parameter: string, clusters: number): void {
  requireCount(parameter, clusters);
  if (points.rows < clusters) throw fault('ROWS_TOO_FEW', { rows: points.rows, n_clusters: clusters });
}

function requireCount(parameter: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) throw invalidParameter(parameter, value, { type: 'integer', minimum: 1 });
}
