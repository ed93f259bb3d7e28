import type { Notice } from '../base/notice.ts';
import type { ResolvedOptions } from '../base/options.ts';
import { type ModelProgress, pulse, type Phase, type Watch } from '../base/watch.ts';
import { cutTree } from '../clustering/cut-tree.ts';
import { densityClusters, densityClustersWithin } from '../clustering/density-clusters.ts';
import { mixtureInOrder } from '../clustering/gaussian-mixture.ts';
import { hierarchy, type HierarchyOptions } from '../clustering/hierarchy.ts';
import { kMeans } from '../clustering/k-means.ts';
import type { DbscanModel, GaussianMixtureModel, KMeansModel, MergeTree } from '../clustering/models.ts';
import { defineTask } from '../compute/task.ts';
import { mapTeam } from '../compute/team.ts';
import { inRoom } from '../compute/thread.ts';
import type { Matrix } from '../matrix/matrix.ts';
import { zOrder } from '../matrix/z-order.ts';
import type { Algorithm, Candidate } from './candidate.ts';

/** A fit, before it is scored. */
export type Fit = Pick<
  Candidate,
  'algorithm' | 'params' | 'labels' | 'converged' | 'inertia' | 'bic' | 'aic' | 'model'
>;

/** What one thread fits at a time. A mixture stays with the K-Means whose labels it starts from. */
type Work =
  | { readonly kind: 'partition'; readonly k: number; readonly nInit: number | null; readonly mixture: boolean }
  | { readonly kind: 'tree'; readonly how: HierarchyOptions; readonly ks: readonly number[] }
  | { readonly kind: 'density'; readonly eps: number; readonly minSamples: number; readonly bounded: boolean };

interface Fitted {
  readonly kMeans?: KMeansModel;
  readonly mixture?: GaussianMixtureModel;
  readonly tree?: { readonly model: MergeTree; readonly cuts: readonly Int32Array[] };
  /** Null when too many customers are neighbours of one another. */
  readonly density?: DbscanModel | null;
}

/**
 * Pairs of customers that DBSCAN may compare beside other models, about a second of one core; more from 100,000 customers
 * on, in proportion. Ordinary data takes a twentieth. Asked for alone it has no bound.
 */
const PAIRS = 6e8;
const PAIRS_ROWS = 100_000;

/** From here on mixtures gain more by rows in order than ordering them takes. */
const ROWS_TO_ORDER = 4096;

interface FitInput {
  readonly points: Matrix;
  /** All rows, neighbours together; null where that is not worth finding out. */
  readonly near: Int32Array | null;
  readonly work: Work;
  readonly seed: number;
}

export const fitTask = defineTask('selection/fit', ({ points, near, work, seed }: FitInput, watch): Fitted => {
  switch (work.kind) {
    case 'partition': {
      const { k, nInit } = work;
      const model = kMeans(points, nInit === null ? { nClusters: k, seed } : { nClusters: k, seed, nInit }, watch);
      if (!work.mixture) return { kMeans: model };
      const mixture = mixtureInOrder(points, { nComponents: k, init: model.labels }, watch, near);
      return { kMeans: model, mixture };
    }
    case 'tree': {
      const model = hierarchy(points, work.how, watch);
      return { tree: { model, cuts: work.ks.map((k) => cutTree(model, k)) } };
    }
    case 'density': {
      const { eps, minSamples, bounded } = work;
      if (!bounded) return { density: densityClusters(points, { eps, minSamples }, watch) };
      const mostPairs = PAIRS * Math.max(1, points.rows / PAIRS_ROWS);
      return { density: densityClustersWithin(points, { eps, minSamples, mostPairs }, watch) };
    }
  }
});

/**
 * Fits every wanted model, on all threads of the team: K-Means, mixtures and cuts of one tree for each of `ks`, and one
 * DBSCAN, in this order. A mixture starts from the K-Means labels of its k. Notices say what would have taken too long.
 */
export function fitAll(
  points: Matrix,
  { wanted, ks }: { wanted: readonly Algorithm[]; ks: readonly number[] },
  options: ResolvedOptions,
  watch: Watch,
): { fits: Fit[]; notices: Notice[] } {
  const { seed, linkage, microClusters, eps, minSamples } = options;
  const works: Work[] = [];
  // The longest first: a thread that ends with it would keep the others waiting. DBSCAN takes as long as a small k on
  // ordinary data, and up to PAIRS on other.
  if (wanted.includes('Agglomerative')) works.push({ kind: 'tree', how: { linkage, microClusters }, ks });
  if (wanted.includes('DBSCAN'))
    works.push({ kind: 'density', eps, minSamples, bounded: options.algorithm === 'auto' });
  const partitions = ks.toReversed().map((k): Work => {
    return { kind: 'partition', k, nInit: options.nInit ?? null, mixture: wanted.includes('GaussianMixture') };
  });
  if (wanted.includes('KMeans') || wanted.includes('GaussianMixture')) works.push(...partitions);

  const fitted = inRoom((room) => {
    const near = wanted.includes('GaussianMixture') && points.rows >= ROWS_TO_ORDER ? zOrder(points, room.i32) : null;
    const inputs = works.map((work) => ({ points, near, work, seed }));
    return mapTeam(fitTask, inputs, watch, advance(works, wanted, watch));
  });
  const found = works.map((work, at) => ({ work, ...fitted[at] })).toSorted((a, b) => kOf(a.work) - kOf(b.work));
  const fits = [
    ...(wanted.includes('KMeans') ? found.flatMap(({ kMeans: model }) => (model ? [kMeansFit(model)] : [])) : []),
    ...found.flatMap(({ mixture }) => (mixture ? [mixtureFit(mixture)] : [])),
    ...found.flatMap(({ tree }) => (tree ? tree.cuts.map((labels, at) => cutFit(tree.model, ks[at], labels)) : [])),
    ...found.flatMap(({ density }) => (density ? [densityFit(density, options)] : [])),
  ];
  return { fits, notices: fitted.flatMap((one) => shortcuts(one, points.rows)) };
}

/** What was left out, or not done exactly, because it would take too long. */
function shortcuts({ tree, density }: Fitted, customers: number): Notice[] {
  const notices: Notice[] = [];
  const groups = tree?.model.microClusters ?? null;
  if (groups !== null)
    notices.push({ code: 'MICRO_CLUSTERS', details: { algorithm: 'Agglomerative', customers, groups } });
  if (density === null)
    notices.push({ code: 'ALGORITHM_SKIPPED', details: { algorithm: 'DBSCAN', reason: 'too_dense' } });
  return notices;
}

function kOf(work: Work): number {
  return work.kind === 'partition' ? work.k : 0;
}

/** Reports how far each method and its models are, from what is heard of the works: methods advance side by side. */
function advance(
  works: readonly Work[],
  wanted: readonly Algorithm[],
  watch: Watch,
): (at: number, done: number) => void {
  const shares = works.map(() => 0);
  const phasesOf: Record<Work['kind'], Phase[]> = {
    partition: [
      ...(wanted.includes('KMeans') ? (['kmeans'] as const) : []),
      ...(wanted.includes('GaussianMixture') ? (['gmm'] as const) : []),
    ],
    tree: ['hierarchical'],
    density: ['dbscan'],
  };
  const begun = works.map(() => false);
  const modelsAt = (at: number, stage: ModelProgress['stage']): ModelProgress[] =>
    namesOf(works[at], wanted).map((name) => ({ ...name, stage, silhouette: null }));
  const [first] = works;
  if (first) {
    const all = works.flatMap((_, at) => modelsAt(at, 'waiting'));
    pulse(watch, phasesOf[first.kind][0], 0, all);
  }
  return (at, done) => {
    const { kind } = works[at];
    const news = done === 1 ? modelsAt(at, 'fitted') : begun[at] ? undefined : modelsAt(at, 'working');
    begun[at] = true;
    // Within a partition two methods report in turn; only its end says something about both.
    if (kind === 'partition' && done < 1 && !news) return;
    if (kind !== 'partition' || done === 1) shares[at] = done;
    const same = shares.filter((_, other) => works[other].kind === kind);
    const mean = same.reduce((sum, share) => sum + share, 0) / same.length;
    for (const phase of phasesOf[kind]) pulse(watch, phase, mean, news);
  };
}

/** What the models are called that a work fits. */
function namesOf(work: Work, wanted: readonly Algorithm[]): Pick<ModelProgress, 'algorithm' | 'k'>[] {
  switch (work.kind) {
    case 'partition':
      return (['KMeans', 'GaussianMixture'] as const)
        .filter((algorithm) => wanted.includes(algorithm))
        .map((algorithm) => ({ algorithm, k: work.k }));
    case 'tree':
      return work.ks.map((k) => ({ algorithm: 'Agglomerative', k }));
    case 'density':
      return [{ algorithm: 'DBSCAN', k: null }];
  }
}

const noLikelihood = { inertia: null, bic: null, aic: null } as const;

export function kMeansFit(model: KMeansModel): Fit {
  const { labels, converged, inertia, sizes } = model;
  return { algorithm: 'KMeans', params: { k: sizes.length }, labels, converged, inertia, bic: null, aic: null, model };
}

function mixtureFit(model: GaussianMixtureModel): Fit {
  const { labels, converged, bic, aic } = model;
  const params = { k: model.weights.length };
  return { algorithm: 'GaussianMixture', params, labels, converged, inertia: null, bic, aic, model };
}

function cutFit(model: MergeTree, k: number, labels: Int32Array): Fit {
  return { algorithm: 'Agglomerative', params: { k }, labels, converged: true, ...noLikelihood, model };
}

function densityFit(model: DbscanModel, { eps, minSamples }: ResolvedOptions): Fit {
  const params = { eps, min_samples: minSamples };
  return { algorithm: 'DBSCAN', params, labels: model.labels, converged: true, ...noLikelihood, model };
}
