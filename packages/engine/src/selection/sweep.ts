import type { Notice } from '../base/notice.ts';
import type { ResolvedOptions } from '../base/options.ts';
import { pulse, type Phase, type Watch } from '../base/watch.ts';
import { agglomerative, cutTree, maxRowsForLinkage } from '../clustering/agglomerative.ts';
import { dbscan } from '../clustering/dbscan.ts';
import { gaussianMixture } from '../clustering/gaussian-mixture.ts';
import { kMeans } from '../clustering/k-means.ts';
import type { DbscanModel, GaussianMixtureModel, KMeansModel, MergeTree } from '../clustering/models.ts';
import { calinskiHarabasz } from '../evaluation/calinski-harabasz.ts';
import { daviesBouldin } from '../evaluation/davies-bouldin.ts';
import { silhouettes } from '../evaluation/silhouette.ts';
import type { FeatureSpace } from '../features/space.ts';
import { type Matrix, matrix } from '../matrix/matrix.ts';
import { type Algorithm, algorithms, type Candidate } from './candidate.ts';

/** A model tried and scored, before anything is said about chance, trust or use. */
export type Tried = Omit<Candidate, 'eligible' | 'reason' | 'chance' | 'stability' | 'actionable'>;

/** A fit, before it is scored. */
type Fit = Pick<Candidate, 'algorithm' | 'params' | 'labels' | 'converged' | 'inertia' | 'bic' | 'aic' | 'model'>;

const asked: Record<ResolvedOptions['algorithm'], readonly Algorithm[]> = {
  auto: algorithms,
  kmeans: ['KMeans'],
  gmm: ['GaussianMixture'],
  hierarchical: ['Agglomerative'],
  dbscan: ['DBSCAN'],
};

/**
 * Fits and scores every model that the options ask for: K-Means, Gaussian mixture and agglomerative clustering with k = 2
 * to `maxClusters` (or exactly `nClusters`), then DBSCAN, unless an exact number was asked for. k is clipped to the rows
 * and to the different points, with a notice. Equal points all give one K-Means of one cluster.
 * A mixture starts from the K-Means labels of its k, cuts of all k come from one tree, silhouettes from one pass.
 */
export function sweep(
  space: FeatureSpace,
  options: ResolvedOptions,
  watch: Watch,
): { tried: Tried[]; notices: Notice[]; maxClusters: number } {
  const { points } = space;
  const wanted = asked[options.algorithm];
  const { ks, notices } = clusterNumbers(space, options);
  const maxClusters = ks.at(-1) ?? options.maxClusters;
  if (space.distinct < 2) return { tried: score(points, [oneCluster(points)], options, watch), notices, maxClusters };

  const fits: Fit[] = [];
  const seeds = fitKMeans(points, ks, { wanted, options }, watch);
  if (wanted.includes('KMeans')) fits.push(...seeds.map(kMeansFit));
  if (wanted.includes('GaussianMixture')) fits.push(...fitMixtures(points, seeds, watch));
  if (wanted.includes('Agglomerative')) {
    if (options.algorithm === 'auto' && options.linkage !== 'ward' && points.rows > maxRowsForLinkage)
      notices.push({
        code: 'ALGORITHM_SKIPPED',
        details: { algorithm: 'Agglomerative', reason: 'linkage_too_large' },
      });
    else fits.push(...fitTree(points, ks, options, watch));
  }
  if (wanted.includes('DBSCAN') && (options.algorithm === 'dbscan' || options.nClusters === undefined))
    fits.push(fitDbscan(points, options, watch));
  return { tried: score(points, fits, options, watch), notices, maxClusters };
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

function fitKMeans(
  points: Matrix,
  ks: readonly number[],
  { wanted, options }: { wanted: readonly Algorithm[]; options: ResolvedOptions },
  watch: Watch,
): KMeansModel[] {
  if (!wanted.includes('KMeans') && !wanted.includes('GaussianMixture')) return [];
  const { seed, nInit } = options;
  return ks.map((k, at) => {
    const choice = nInit === undefined ? { nClusters: k, seed } : { nClusters: k, seed, nInit };
    return kMeans(points, choice, share(watch, 'kmeans', { at, of: ks.length }));
  });
}

function fitMixtures(points: Matrix, seeds: readonly KMeansModel[], watch: Watch): Fit[] {
  return seeds.map(({ sizes, labels: init }, at) => {
    const nComponents = sizes.length;
    const part = share(watch, 'gmm', { at, of: seeds.length });
    const model: GaussianMixtureModel = gaussianMixture(points, { nComponents, init }, part);
    const { labels, converged, bic, aic } = model;
    return {
      algorithm: 'GaussianMixture',
      params: { k: nComponents },
      labels,
      converged,
      inertia: null,
      bic,
      aic,
      model,
    };
  });
}

function fitTree(points: Matrix, ks: readonly number[], { linkage }: ResolvedOptions, watch: Watch): Fit[] {
  const model: MergeTree = agglomerative(points, { linkage }, share(watch, 'hierarchical', { at: 0, of: 1 }));
  return ks.map((k) => ({
    algorithm: 'Agglomerative',
    params: { k },
    labels: cutTree(model, k),
    converged: true,
    ...noLikelihood,
    model,
  }));
}

function fitDbscan(points: Matrix, { eps, minSamples }: ResolvedOptions, watch: Watch): Fit {
  const model: DbscanModel = dbscan(points, { eps, minSamples }, share(watch, 'dbscan', { at: 0, of: 1 }));
  const params = { eps, min_samples: minSamples };
  return { algorithm: 'DBSCAN', params, labels: model.labels, converged: true, ...noLikelihood, model };
}

const noLikelihood = { inertia: null, bic: null, aic: null } as const;

function kMeansFit(model: KMeansModel): Fit {
  const { labels, converged, inertia, sizes } = model;
  return { algorithm: 'KMeans', params: { k: sizes.length }, labels, converged, inertia, bic: null, aic: null, model };
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

function score(points: Matrix, fits: readonly Fit[], { seed }: ResolvedOptions, watch: Watch): Tried[] {
  const labellings = fits.map(({ labels }) => labels);
  const scores = silhouettes(points, labellings, { seed }, watch);
  pulse(watch, 'scores', 1);
  return fits.map((fit, at) => {
    const { labels, params } = fit;
    const sizes = clusterSizes(labels, 'k' in params ? params.k : 0);
    const noise = labels.reduce((count, label) => (label < 0 ? count + 1 : count), 0);
    return {
      ...fit,
      nClusters: sizes.filter((size) => size > 0).length,
      silhouette: scores[at],
      daviesBouldin: daviesBouldin(points, labels),
      calinskiHarabasz: calinskiHarabasz(points, labels),
      noiseRatio: labels.length > 0 ? noise / labels.length : 0,
      // A component that won no customer counts: it is a cluster of 0.
      smallestCluster: sizes.length > 0 ? sizes.reduce((a, b) => Math.min(a, b)) : 0,
    };
  });
}

/** Rows of clusters 0, 1, ...; at least `atLeast` clusters. Noise is not counted. */
export function clusterSizes(labels: Int32Array, atLeast = 0): number[] {
  const sizes: number[] = Array.from({ length: atLeast }, () => 0);
  for (const label of labels) {
    while (sizes.length <= label) sizes.push(0);
    if (label >= 0) sizes[label]++;
  }
  return sizes;
}

/** The watch of fit `at` of `of` in a phase: its progress is that share of the phase's. */
function share(watch: Watch, phase: Phase, { at, of }: { at: number; of: number }): Watch {
  return {
    ...watch,
    onProgress: ({ done }) => watch.onProgress?.({ phase, done: (at + done) / of }),
  };
}
