import { resolveOptions, type SegmentOptions } from '../../src/base/options.ts';
import { agglomerative } from '../../src/clustering/agglomerative.ts';
import { cutTree } from '../../src/clustering/cut-tree.ts';
import { dbscan } from '../../src/clustering/dbscan.ts';
import { gaussianMixture } from '../../src/clustering/gaussian-mixture.ts';
import { kMeans } from '../../src/clustering/k-means.ts';
import { silhouetteSamples } from '../../src/evaluation/silhouette.ts';
import { sortColumn } from '../../src/features/column.ts';
import { buildSpace } from '../../src/features/space.ts';
import type { CustomerTable } from '../../src/features/table.ts';
import type { Algorithm, Candidate } from '../../src/selection/candidate.ts';
import type { Structure, Verdict } from '../../src/selection/structure.ts';
import { confidences } from '../../src/segmentation/confidence.ts';
import { inOrder } from '../../src/matrix/order.ts';
import { profileSegments } from '../../src/segmentation/profile.ts';
import { findRules } from '../../src/segmentation/rules.ts';
import type { Segmentation } from '../../src/segmentation/segmentation.ts';
import { orderSegments, valueFeature } from '../../src/segmentation/value.ts';

export interface Plan {
  readonly algorithm?: Algorithm;
  readonly k?: number;
  readonly verdict?: Verdict;
  readonly stability?: readonly number[];
  readonly options?: SegmentOptions;
  /** Labels in the table's order, instead of those of a fit. */
  readonly labels?: Int32Array;
}

/** A table from columns by name. */
export function tableOf(columns: Readonly<Record<string, ArrayLike<number>>>): CustomerTable {
  const names = Object.keys(columns);
  const rows = columns[names[0]].length;
  return {
    ids: Array.from({ length: rows }, (_, i) => `C-${i + 1}`),
    names,
    columns: names.map((name) => Float64Array.from(columns[name])),
  };
}

/** A segmentation by one fit and a given verdict: everything that profiles, words and scoring read. */
export function segmentationOf(table: CustomerTable, plan: Plan = {}): Segmentation {
  const { algorithm = 'KMeans', k = 3, verdict = 'moderate', stability = null } = plan;
  const options = resolveOptions(plan.options ?? {});
  const { space, notices } = buildSpace(table, options);
  const winner = candidateOf(
    space.points,
    algorithm,
    k,
    options,
    plan.labels && space.order.map((row) => plan.labels?.[row] ?? 0),
  );
  const feature = valueFeature(table.names, options.featureHints);
  const values = feature === null ? null : space.filled[table.names.indexOf(feature)];
  const ordered = orderSegments(winner.labels, values && sortColumn(inOrder(values, space.order)));
  const labels = new Int32Array(table.ids.length);
  const confidence = new Float64Array(labels.length);
  const runnerUp = new Int32Array(labels.length).fill(-1);
  const sure = confidences(space.points, winner);
  space.order.forEach((row, p) => {
    labels[row] = ordered.labels[p];
    confidence[row] = sure.confidence[p];
    runnerUp[row] = ordered.previous.indexOf(sure.runnerUp[p]);
  });
  const samples = silhouetteSamples(space.points, winner.labels);
  const silhouettes = samples && { rows: space.order, values: samples };
  const profile = profileSegments({ space, labels, valueFeature: feature, silhouettes, stability, verdict });
  return {
    version: 1,
    options,
    ids: table.ids,
    names: table.names,
    labels,
    confidence,
    runnerUp,
    candidates: [winner],
    winner,
    selection: {
      objective: options.objective,
      validation: 'silhouette',
      kRule: null,
      decidedBy: 'rule',
      winner: winner,
      runnerUp: { algorithm: 'Agglomerative', params: { k: 7 } },
      margin: 0.01,
      tieBreak: 'none',
      byObjective: { separation: winner, actionable: null },
      tried: 28,
      eligible: 20,
    },
    structure: structureOf(verdict, winner, stability),
    ...profile,
    rules: findRules(space, labels, { seed: options.seed }),
    columns: space.columns,
    collinear: space.collinear,
    space,
    silhouettes,
    notices,
    history: null,
    later: null,
    baseline: null,
  };
}

function structureOf(verdict: Verdict, winner: Candidate, stability: readonly number[] | null): Structure {
  return {
    verdict,
    gap: [],
    gapChoice: { box: 1, marginal: 1 },
    silhouette: winner.silhouette?.mean ?? null,
    chance: winner.chance,
    stability: stability && { lowest: Math.min(...stability), highest: Math.max(...stability), redraws: 30 },
    sampleSize: winner.labels.length,
    apart: 'partly',
    comesBack: stability ? 'mostly' : null,
  };
}

function candidateOf(
  points: Segmentation['space']['points'],
  algorithm: Algorithm,
  k: number,
  options: Segmentation['options'],
  given?: Int32Array,
): Candidate {
  const model = {
    KMeans: () => kMeans(points, { nClusters: k, nInit: 3 }),
    GaussianMixture: () => gaussianMixture(points, { nComponents: k }),
    Agglomerative: () => agglomerative(points, { linkage: 'ward' }),
    DBSCAN: () => dbscan(points, options),
  }[algorithm]();
  const labels = given ?? (model.kind === 'Agglomerative' ? cutTree(model, k) : model.labels);
  return {
    algorithm,
    params: algorithm === 'DBSCAN' ? { eps: options.eps, min_samples: options.minSamples } : { k },
    labels,
    nClusters: new Set(labels.filter((label) => label >= 0)).size,
    silhouette: { mean: 0.25, method: 'exact', sampleSize: points.rows, halfWidth: 0 },
    daviesBouldin: 1,
    calinskiHarabasz: 1,
    noiseRatio: 0,
    smallestCluster: 1,
    converged: true,
    inertia: null,
    bic: null,
    aic: null,
    eligible: true,
    reason: null,
    chance: { low: 0.23, high: 0.25 },
    stability: null,
    actionable: null,
    model,
  };
}
