import type { ResolvedOptions } from '../base/options.ts';
import { cutTree } from '../clustering/cut-tree.ts';
import { densityClusters } from '../clustering/density-clusters.ts';
import { readyMixtures, refitMixture } from '../clustering/gaussian-refit.ts';
import { type KMeansRefits, readyKMeans, refitKMeans } from '../clustering/k-means-refit.ts';
import { hierarchy } from '../clustering/hierarchy.ts';
import type { MergeTree } from '../clustering/models.ts';
import { refitWard } from '../clustering/ward-refit.ts';
import type { MixtureRefits } from '../compute/gaussian.ts';
import type { Room } from '../compute/room.ts';
import { inRoom } from '../compute/thread.ts';
import type { Matrix } from '../matrix/matrix.ts';
import type { Algorithm } from './candidate.ts';
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
  return inRoom((room) => {
    const drawn = room.matrix(points);
    const partitions = partitionsOf(drawn, candidates, { starts, seed }, room);
    let tree: MergeTree | null = null;
    return candidates.map(({ algorithm, params }) => {
      if (!('k' in params))
        return densityClusters(drawn, { eps: reach * params.eps, minSamples: params.min_samples }).labels;
      const { k } = params;
      if (k > points.rows) return null;
      if (algorithm === 'KMeans') return partitions.kMeans(k);
      if (algorithm === 'GaussianMixture') return partitions.mixture(k);
      tree ??= linkage === 'ward' ? refitWard(drawn) : hierarchy(drawn, { linkage, microClusters: 'auto' });
      return cutTree(tree, k);
    });
  });
}

/** Labels by K-Means and mixtures of any k that the candidates have, with what all of them need made ready once, at the first use. */
function partitionsOf(
  points: Matrix,
  candidates: readonly CandidateName[],
  { starts, seed }: Pick<Effort, 'starts' | 'seed'>,
  room: Room,
): { kMeans: (k: number) => Int32Array; mixture: (k: number) => Int32Array } {
  const mostOf = (wanted: readonly Algorithm[]): number =>
    candidates.reduce(
      (most, { algorithm, params }) =>
        wanted.includes(algorithm) && 'k' in params && params.k <= points.rows ? Math.max(most, params.k) : most,
      0,
    );
  let ready: KMeansRefits | null = null;
  let mixtures: MixtureRefits | null = null;
  const known = new Map<number, Int32Array>();
  const kMeans = (k: number): Int32Array => {
    ready ??= readyKMeans(points, { most: mostOf(['KMeans', 'GaussianMixture']), starts, seed }, room);
    const labels = known.get(k) ?? refitKMeans(ready, k, KMEANS_ITERATIONS).labels;
    known.set(k, labels);
    return labels;
  };
  const mixture = (k: number): Int32Array => {
    mixtures ??= readyMixtures(points, mostOf(['GaussianMixture']), room);
    return refitMixture(mixtures, k, kMeans(k), MIXTURE_ITERATIONS);
  };
  return { kMeans, mixture };
}

/**
 * Factor on DBSCAN's radius when `rows` stand for `all` customers: as many neighbours are expected in a ball whose
 * volume grows as the density falls.
 */
export function reachFor(rows: number, all: number, cols: number): number {
  return rows >= all ? 1 : (all / rows) ** (1 / Math.max(1, cols));
}
