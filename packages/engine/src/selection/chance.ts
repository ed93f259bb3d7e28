import type { ResolvedOptions } from '../base/options.ts';
import { mixSeed, sampleWithout, seededRandom } from '../base/random.ts';
import type { Watch } from '../base/watch.ts';
import { type Gap, gapStatistic } from '../evaluation/gap.ts';
import { referenceCrowds } from '../evaluation/reference-crowds.ts';
import { silhouettes } from '../evaluation/silhouette.ts';
import { type Matrix, takeRows } from '../matrix/matrix.ts';
import type { Candidate } from './candidate.ts';
import { reachFor, refit } from './refit.ts';
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
/** The gap statistic looks at most this far. */
const GAP_UP_TO = 10;
/** Above 10 clusters bands are measured at these k and drawn straight between: they fall slowly there. */
const COARSE_FROM = 10;
const coarse = [12, 15, 20, 25, 30, 40, 50];
/** One start is enough beside a dozen crowds; the data's own sample gets the same. */
const STARTS = 2;

type Band = NonNullable<Candidate['chance']>;

/** A bounded random sample of the customers, with its rows. */
export interface Sample {
  readonly points: Matrix;
  readonly rows: Int32Array;
}

export interface ChanceEvidence {
  /** Per candidate; null where the method could not run on crowds at that k. */
  readonly bands: readonly (Band | null)[];
  readonly gap: { readonly box: readonly Gap[]; readonly marginal: readonly Gap[] };
}

/** A sample for measuring chance; `atMost` asks for a smaller one. */
export function sampleOf(points: Matrix, seed: number, atMost = MOST_SAMPLED): Sample {
  const size = Math.min(atMost, MOST_SAMPLED, Math.max(FEWEST_SAMPLED, Math.ceil(SAMPLE_SHARE * points.rows)));
  const rows = sampleWithout(seededRandom(mixSeed(seed, 101)), points.rows, size).toSorted();
  return { points: takeRows(points, rows), rows };
}

/**
 * What the same methods reach where there is nothing to find. One set of crowds without groups gives both the gap
 * statistic (K-Means; both kinds of crowd) and every candidate's chance band: the 95 % prediction interval, of normal
 * shape, of the silhouette that its method reaches at its k on crowds with the customers' own columns and correlations.
 * Crowds are as large as the sample. A candidate without a silhouette gets no band; a method that finds no two clusters in
 * a crowd has reached a silhouette of 0 there.
 */
export function chanceEvidence(
  sample: Sample,
  tried: readonly Tried[],
  options: Pick<ResolvedOptions, 'linkage' | 'seed' | 'maxClusters'>,
  watch: Watch,
): ChanceEvidence {
  const { points } = sample;
  const all = tried[0].labels.length;
  const seed = mixSeed(options.seed, 102);
  const crowds = referenceCrowds(points, { draws: DRAWS, seed });
  const measured = tried.map((_, at) => at).filter((at) => onGrid(tried[at], tried));
  const effort = { starts: STARTS, seed, reach: reachFor(points.rows, all, points.cols) };
  const upTo = Math.min(GAP_UP_TO, points.rows);
  const dispersions = (of: (k: number) => number): number[] => Array.from({ length: upTo }, (_, i) => of(i + 1));

  const box = crowds.box.map((crowd) => dispersions(refit(crowd, [], options, effort).dispersion));
  const candidates = measured.map((at) => tried[at]);
  const reached = measured.map((): number[] => []);
  const marginal = crowds.marginal.map((crowd) => {
    watch.signal?.throwIfAborted();
    const { labels, dispersion } = refit(crowd, candidates, options, effort);
    const scorable = labels.map((labelling) => labelling ?? new Int32Array(crowd.rows));
    silhouettes(crowd, scorable, {}, quiet(watch)).forEach((score, at) => {
      if (labels[at] && candidates[at].silhouette) reached[at].push(score?.mean ?? 0);
    });
    return dispersions(dispersion);
  });
  const own = dispersions(refit(points, [], options, effort).dispersion);
  const bands = spreadOut(tried, measured, reached.map(bandOf));
  return { bands, gap: { box: gapStatistic(own, box), marginal: gapStatistic(own, marginal) } };
}

/** The same watch without its progress: what happens on a sample is a small part of a phase. */
export function quiet({ signal }: Watch): Watch {
  return signal ? { signal } : {};
}

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
  return k <= COARSE_FROM || last || coarse.includes(k);
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
