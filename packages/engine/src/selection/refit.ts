import type { ResolvedOptions } from '../base/options.ts';
import { mixSeed } from '../base/random.ts';
import { agglomerative, cutTree } from '../clustering/agglomerative.ts';
import { dbscan } from '../clustering/dbscan.ts';
import { gaussianMixture } from '../clustering/gaussian-mixture.ts';
import { kMeans } from '../clustering/k-means.ts';
import type { KMeansModel, MergeTree } from '../clustering/models.ts';
import type { Matrix } from '../matrix/matrix.ts';
import type { CandidateName } from './choose.ts';

/** How hard a refit tries. A refit stands beside many others, so it tries less than the fit it stands for. */
export interface Effort {
  readonly starts: number;
  readonly seed: number;
  /** Factor on DBSCAN's radius: with fewer rows every neighbourhood needs more room for as many neighbours. */
  readonly reach: number;
}

/** Expectation-maximisation moves labels most in its first steps; the rest costs more than all other methods together. */
const MIXTURE_ITERATIONS = 10;
const KMEANS_ITERATIONS = 50;
/** Ten times the usual: the last small moves change no figure that is compared here. */
const KMEANS_TOL = 1e-3;

/**
 * The same methods on few other points: labels of every candidate, in their order; null where k is above the rows. Every
 * K-Means is fitted once and seeds the mixture of its k.
 */
export function refit(
  points: Matrix,
  candidates: readonly CandidateName[],
  { linkage }: Pick<ResolvedOptions, 'linkage'>,
  { starts, seed, reach }: Effort,
): (Int32Array | null)[] {
  const centred = new Map<number, KMeansModel>();
  const kMeansOf = (k: number): KMeansModel => {
    const known = centred.get(k);
    if (known) return known;
    const model = kMeans(points, {
      nClusters: k,
      nInit: starts,
      maxIter: KMEANS_ITERATIONS,
      tol: KMEANS_TOL,
      seed: mixSeed(seed, k),
    });
    centred.set(k, model);
    return model;
  };
  let tree: MergeTree | null = null;
  return candidates.map(({ algorithm, params }) => {
    if (!('k' in params)) return dbscan(points, { eps: reach * params.eps, minSamples: params.min_samples }).labels;
    const { k } = params;
    if (k > points.rows) return null;
    if (algorithm === 'KMeans') return kMeansOf(k).labels;
    if (algorithm === 'GaussianMixture')
      return gaussianMixture(points, { nComponents: k, init: kMeansOf(k).labels, maxIter: MIXTURE_ITERATIONS }).labels;
    tree ??= agglomerative(points, { linkage });
    return cutTree(tree, k);
  });
}

/**
 * Factor on DBSCAN's radius when `rows` stand for `all` customers: as many neighbours are expected in a ball whose
 * volume grows as the density falls.
 */
export function reachFor(rows: number, all: number, cols: number): number {
  return rows >= all ? 1 : (all / rows) ** (1 / Math.max(1, cols));
}
