import type { Linkage, ResolvedOptions } from '../base/options.ts';
import { mixSeed, sampleWithout, seededRandom } from '../base/random.ts';
import { defineTask, type Measurement, measurement } from '../compute/task.ts';
import { type CrowdPlan, drawCrowd, marginalPlan } from '../evaluation/reference-crowds.ts';
import { silhouettes } from '../evaluation/silhouette.ts';
import { type Matrix, takeRows } from '../matrix/matrix.ts';
import type { Candidate } from './candidate.ts';
import type { CandidateName } from './choose.ts';
import { type Effort, reachFor, refit } from './refit.ts';
import type { Tried } from './sweep.ts';

/**
 * Customers that trust is measured on: a quarter of them within these bounds, so the cost is the same from 3,200 to a
 * million. Crowds of a sample have wider and slightly higher bands than crowds of everyone would: a small sample errs
 * towards "chance". Bands are not narrowed for that, as local optima of K-Means, which make much of their width, stay
 * when customers are added.
 */
const SAMPLE_SHARE = 1 / 4;
const FEWEST_SAMPLED = 300;
const MOST_SAMPLED = 800;
/** Crowds of each kind. */
const DRAWS = 12;
/** Half-width of a 95 % prediction interval from 12 draws, in their standard deviations: t(11) sqrt(1 + 1/12). */
const BAND = 2.201 * Math.sqrt(1 + 1 / DRAWS);
/**
 * Bands are measured up to 4 clusters, at these k, and at the largest; between them they are drawn straight, for they fall
 * slowly. At k = 5, 7 and 9 the line is off by 4 % of the band's width on average (sd 14 %; 24 shops and crowds), less
 * than twelve draws leave open (21 %).
 */
const EVERY_K_UP_TO = 4;
const coarse = [6, 8, 10, 12, 15, 20, 25, 30, 40, 50];
/** Few starts are enough beside a dozen crowds. */
const STARTS = 2;

type Band = NonNullable<Candidate['chance']>;

/** A bounded random sample of the customers, with its rows. */
export interface Sample {
  readonly points: Matrix;
  readonly rows: Int32Array;
}

/** A random sample of a share of the customers, bounded on both sides. */
export function sampleOf(points: Matrix, seed: number, bounds: { share?: number; atMost?: number } = {}): Sample {
  const { share = SAMPLE_SHARE, atMost = MOST_SAMPLED } = bounds;
  const size = Math.min(atMost, Math.max(FEWEST_SAMPLED, Math.ceil(share * points.rows)));
  const rows = sampleWithout(seededRandom(mixSeed(seed, 101)), points.rows, size).toSorted();
  return { points: takeRows(points, rows), rows };
}

/**
 * What the same methods reach where there is nothing to find: for every candidate the 95 % prediction interval, of normal
 * shape, of the silhouette that its method reaches at its k on crowds with the customers' own columns and correlations.
 * Crowds are as large as the sample. Null for a candidate without a silhouette, and where the method could not run; a
 * method that finds no two clusters in a crowd has reached a silhouette of 0 there.
 */
export function chanceBands(
  sample: Sample,
  tried: readonly Tried[],
  options: Pick<ResolvedOptions, 'linkage' | 'seed'>,
): Measurement<(Band | null)[]> {
  const { points } = sample;
  const all = tried[0].labels.length;
  const seed = mixSeed(options.seed, 102);
  const measured = tried.map((_, at) => at).filter((at) => onGrid(tried[at], tried));
  const effort = { starts: STARTS, seed, reach: reachFor(points.rows, all, points.cols) };
  const candidates = measured.map((at) => ({ algorithm: tried[at].algorithm, params: tried[at].params }));
  const common = { plan: marginalPlan(points), candidates, linkage: options.linkage, effort };
  const inputs = Array.from({ length: DRAWS }, (_, draw) => ({ ...common, draw }));
  return measurement(crowdTask, inputs, (crowds) => {
    const bands = measured.map((candidate, at) => {
      if (!tried[candidate].silhouette) return null;
      return bandOf(crowds.flatMap((reached) => reached[at] ?? []));
    });
    return spreadOut(tried, measured, bands);
  });
}

interface CrowdInput {
  readonly plan: CrowdPlan;
  readonly draw: number;
  readonly candidates: readonly CandidateName[];
  readonly linkage: Linkage;
  readonly effort: Effort;
}

/** The silhouettes that the candidates' methods reach on one crowd; null where a method could not run. */
export const crowdTask = defineTask(
  'selection/crowd',
  ({ plan, draw, candidates, linkage, effort }: CrowdInput, watch): (number | null)[] => {
    const crowd = drawCrowd(plan, effort.seed, draw);
    const labels = refit(crowd, candidates, { linkage }, effort);
    const scorable = labels.map((labelling) => labelling ?? new Int32Array(crowd.rows));
    return silhouettes(crowd, scorable, {}, watch).map((score, at) => (labels[at] ? (score?.mean ?? 0) : null));
  },
);

function bandOf(values: readonly number[]): Band | null {
  if (values.length < DRAWS) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const half = BAND * Math.sqrt(squares / (values.length - 1));
  return { low: Math.max(-1, mean - half), high: Math.min(1, mean + half) };
}

function onGrid(candidate: Tried, tried: readonly Tried[]): boolean {
  if (candidate.nClusters < 1) return true;
  if (!('k' in candidate.params)) return true;
  const { k } = candidate.params;
  const { algorithm } = candidate;
  const last = tried.every((other) => other.algorithm !== algorithm || !('k' in other.params) || other.params.k <= k);
  return k <= EVERY_K_UP_TO || last || coarse.includes(k);
}

/** Bands of measured candidates, and between them straight lines over k within one method. */
function spreadOut(
  tried: readonly Tried[],
  measured: readonly number[],
  bands: readonly (Band | null)[],
): (Band | null)[] {
  const bandAt = new Map(measured.map((at, m) => [at, bands[m]]));
  const kOf = (at: number): number => ('k' in tried[at].params ? tried[at].params.k : 0);
  return tried.map(({ algorithm }, at) => {
    const direct = bandAt.get(at);
    if (direct !== undefined) return direct;
    const same = measured.filter((other) => tried[other].algorithm === algorithm);
    const below = same.findLast((other) => kOf(other) < kOf(at));
    const above = same.find((other) => kOf(other) > kOf(at));
    const from = below === undefined ? null : bandAt.get(below);
    const to = above === undefined ? null : bandAt.get(above);
    if (below === undefined || above === undefined || !from || !to) return null;
    const way = (kOf(at) - kOf(below)) / (kOf(above) - kOf(below));
    return { low: from.low + way * (to.low - from.low), high: from.high + way * (to.high - from.high) };
  });
}
