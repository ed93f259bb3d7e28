import type { Notice } from '../base/notice.ts';
import type { ResolvedOptions } from '../base/options.ts';
import { pulse, type Watch } from '../base/watch.ts';
import { maxRowsForLinkage } from '../clustering/hierarchy.ts';
import { clusterSizes } from '../evaluation/partition.ts';
import { scoreLabellings } from '../evaluation/silhouette.ts';
import type { Widths } from '../evaluation/silhouette-score.ts';
import type { FeatureSpace } from '../features/space.ts';
import { type Matrix, matrix } from '../matrix/matrix.ts';
import { type Algorithm, algorithms, type Candidate } from './candidate.ts';
import { type Fit, fitAll, kMeansFit } from './fits.ts';

/** A model tried and scored, before anything is said about chance, trust or use. */
export type Tried = Omit<Candidate, 'eligible' | 'reason' | 'chance' | 'stability' | 'actionable'>;

const asked: Record<ResolvedOptions['algorithm'], readonly Algorithm[]> = {
  auto: algorithms,
  kmeans: ['KMeans'],
  gmm: ['GaussianMixture'],
  hierarchical: ['Agglomerative'],
  dbscan: ['DBSCAN'],
};

/** What a sweep found. */
export interface Sweep {
  readonly tried: Tried[];
  readonly notices: Notice[];
  /** The largest number of clusters tried. */
  readonly maxClusters: number;
  /** Silhouettes of single customers that the score of a labelling came from: all of them, or a sample. */
  readonly widthsOf: (labels: Int32Array) => Widths | undefined;
}

/**
 * Fits and scores every model that the options ask for: K-Means, Gaussian mixture and agglomerative clustering with k = 2
 * to `maxClusters` (or exactly `nClusters`), then DBSCAN, unless an exact number was asked for. k is clipped to the rows
 * and to the different points, with a notice. Equal points all give one K-Means of one cluster.
 * A mixture starts from the K-Means labels of its k, cuts of all k come from one tree, silhouettes from one pass.
 */
export function sweep(space: FeatureSpace, options: ResolvedOptions, watch: Watch): Sweep {
  const { points } = space;
  const wanted = asked[options.algorithm];
  const { ks, notices } = clusterNumbers(space, options);
  const maxClusters = ks.at(-1) ?? options.maxClusters;
  if (space.distinct < 2) return { ...score(points, [oneCluster(points)], options, watch), notices, maxClusters };

  const skipped = wanted.includes('Agglomerative') && tooLarge(points, options);
  if (skipped)
    notices.push({
      code: 'ALGORITHM_SKIPPED',
      details: { algorithm: 'Agglomerative', reason: 'linkage_too_large' },
    });
  const methods = wanted.filter((algorithm) => {
    if (algorithm === 'DBSCAN') return options.algorithm === 'dbscan' || options.nClusters === undefined;
    return algorithm !== 'Agglomerative' || !skipped;
  });
  const { fits, notices: shortcuts } = fitAll(points, { wanted: methods, ks }, options, watch);
  notices.push(...shortcuts);
  return { ...score(points, fits, options, watch), notices, maxClusters };
}

/** Whether a linkage that needs every distance is left out of a whole sweep. Asked for alone it is refused. */
function tooLarge({ rows }: Matrix, { algorithm, linkage }: ResolvedOptions): boolean {
  return algorithm === 'auto' && linkage !== 'ward' && rows > maxRowsForLinkage;
}

/** Every k to try, with a notice where fewer are possible than asked for. */
function clusterNumbers(space: FeatureSpace, options: ResolvedOptions): { ks: number[]; notices: Notice[] } {
  const { rows } = space.points;
  const { distinct } = space;
  const notices: Notice[] = [];
  const exact = options.algorithm === 'dbscan' ? undefined : options.nClusters;
  if (options.algorithm === 'dbscan') {
    if (options.nClusters !== undefined) notices.push({ code: 'N_CLUSTERS_IGNORED', details: { algorithm: 'DBSCAN' } });
    return { ks: [], notices };
  }
  const wish = exact ?? options.maxClusters;
  const used = Math.min(wish, rows, Math.max(1, distinct));
  if (wish > rows) notices.push({ code: 'CLUSTERS_CLIPPED', details: { asked: wish, used, rows } });
  else if (wish > used) notices.push({ code: 'CLUSTERS_REDUCED', details: { asked: wish, used, distinct } });
  const from = exact === undefined ? Math.min(2, used) : used;
  return { ks: Array.from({ length: used - from + 1 }, (_, i) => from + i), notices };
}

/** All customers alike: one cluster, by hand, as there may be no column to cluster by. */
function oneCluster({ rows, cols, data }: Matrix): Fit {
  return kMeansFit({
    kind: 'KMeans',
    centroids: matrix(1, cols, data.slice(0, cols)),
    labels: new Int32Array(rows),
    sizes: Int32Array.of(rows),
    inertia: 0,
    iterations: 0,
    converged: true,
  });
}

function score(
  points: Matrix,
  fits: readonly Fit[],
  { seed }: ResolvedOptions,
  watch: Watch,
): Pick<Sweep, 'tried' | 'widthsOf'> {
  const labellings = fits.map(({ labels }) => labels);
  const scores = scoreLabellings(points, labellings, { seed }, watch);
  const tried = fits.map((fit, at): Tried => {
    const { labels, params } = fit;
    const sizes = clusterSizes(labels, 'k' in params ? params.k : 0);
    let clustered = 0;
    for (const size of sizes) clustered += size;
    return {
      ...fit,
      nClusters: sizes.filter((size) => size > 0).length,
      silhouette: scores[at]?.score ?? null,
      daviesBouldin: scores[at]?.daviesBouldin ?? null,
      calinskiHarabasz: scores[at]?.calinskiHarabasz ?? null,
      noiseRatio: labels.length > 0 ? (labels.length - clustered) / labels.length : 0,
      // A component that won no customer counts: it is a cluster of 0.
      smallestCluster: sizes.length > 0 ? sizes.reduce((a, b) => Math.min(a, b)) : 0,
    };
  });
  const scored = tried.map(({ algorithm, params, silhouette }) => ({
    algorithm,
    k: 'k' in params ? params.k : null,
    stage: 'scored' as const,
    silhouette: silhouette?.mean ?? null,
  }));
  pulse(watch, 'scores', 1, scored);
  return { tried, widthsOf: (labels) => scores[labellings.indexOf(labels)]?.widths };
}
