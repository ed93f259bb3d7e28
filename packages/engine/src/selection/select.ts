import type { Notice } from '../base/notice.ts';
import type { ResolvedOptions } from '../base/options.ts';
import { mixSeed } from '../base/random.ts';
import { pulse, quiet, type Watch } from '../base/watch.ts';
import { inRoom } from '../compute/thread.ts';
import { MOST_SAMPLED_ROWS } from '../evaluation/silhouette-estimate.ts';
import { measureSilhouettes, silhouettes } from '../evaluation/silhouette.ts';
import type { Widths } from '../evaluation/silhouette-score.ts';
import type { FeatureSpace } from '../features/space.ts';
import type { Matrix } from '../matrix/matrix.ts';
import { USE_ROWS, useParts, useScore } from './actionable.ts';
import type { Candidate } from './candidate.ts';
import { sampleOf } from './chance.ts';
import { measureAll, unmeasured } from './evidence.ts';
import type { GapEvidence } from './gaps.ts';
import {
  candidateText,
  chooseCandidate,
  hasSettledK,
  type KRule,
  leaders,
  sameName,
  type Selection,
  separationScore,
} from './choose.ts';
import { refusal } from './gate.ts';
import { kRuleOf, requireFitting } from './k-rule.ts';
import { winnerStability, WINNER_REDRAWS } from './redraws.ts';
import { gapEvidenceOf, type Structure, structureOf } from './structure.ts';
import { type Sweep, sweep } from './sweep.ts';

/** With fewer customers a redraw is the same handful again: nothing is learnt from chance or refits. */
const FEWEST_ROWS = 10;

export interface Selected {
  readonly candidates: readonly Candidate[];
  readonly winner: Candidate;
  readonly selection: Selection;
  readonly structure: Structure;
  /** Mean Jaccard of the winner's clusters 0 .. k - 1 over redraws; null where it could not be measured. */
  readonly stabilityBySegment: Float64Array | null;
  /** Silhouettes of single customers in the winner, by canonical position; null where it has none. */
  readonly widths: Widths | null;
  readonly notices: readonly Notice[];
}

/**
 * Tries every model asked for, says how far to believe each, and chooses one. What goes beyond the fits and their scores
 * (chance, stability, use) is measured on bounded samples, so its cost does not grow with the customers.
 * Throws CANDIDATE_UNKNOWN, K_SELECTION_UNFIT, LINKAGE_TOO_LARGE.
 */
export function select(space: FeatureSpace, options: ResolvedOptions, watch: Watch): Selected {
  requireFitting(options);
  // Once in shared memory, the points serve every kernel and thread without being copied again.
  return inRoom((room) => selectAmong({ ...space, points: room.matrix(space.points) }, options, watch));
}

function selectAmong(space: FeatureSpace, options: ResolvedOptions, watch: Watch): Selected {
  const { points } = space;
  const { tried, notices, maxClusters, widthsOf } = sweep(space, options, watch);
  const measurable = isMeasurable(space);
  const { bands, gap, stability } = measurable ? measureAll(points, tried, options, watch) : unmeasured(points, tried);
  const parts = useParts(
    sampleOf(points, options.seed, { atMost: USE_ROWS }),
    tried,
    stability,
    mixSeed(options.seed, 104),
  );
  const limits = { rows: points.rows, maxClusters, minClusterShare: options.minClusterShare };
  const judged = tried.map((model, at): Candidate => {
    const reason = refusal(model, limits);
    const part = parts[at];
    return {
      ...model,
      eligible: reason === null,
      reason,
      chance: bands[at],
      stability: stability[at],
      actionable: part && useScore(part, model.noiseRatio),
    };
  });
  const { kRule, notices: doubts } = kRuleOf(judged, { options, gap: gap.box, rows: points.rows });
  notices.push(...doubts);
  const candidates = lookCloser(points, judged, { options, kRule, widthsOf }, watch);
  const settled = settle(points, { candidates, kRule, gap, measurable }, options, watch);
  pulse(watch, 'trust', 1);
  const widths = widthsOf(settled.winner.labels) ?? null;
  return { candidates, ...settled, widths, notices: [...notices, ...settled.notices] };
}

/** Everything known before a choice. */
interface Found {
  readonly candidates: readonly Candidate[];
  readonly kRule: KRule | null;
  readonly gap: GapEvidence;
  /** Whether there are customers enough to learn from redraws. */
  readonly measurable: boolean;
}

/** The choice, and what is measured of the chosen model alone. */
function settle(points: Matrix, { candidates, kRule, gap, measurable }: Found, options: ResolvedOptions, watch: Watch) {
  const { winner, selection } = chooseCandidate(candidates, options, kRule);
  const stabilityBySegment = measurable ? winnerStability(points, winner, options, watch) : null;
  const { separation, actionable } = selection.byObjective;
  const best = [separation, actionable].filter((name) => name !== null);
  const ruling = candidates.filter((candidate) => best.some((name) => sameName(candidate, name)));
  const structure = structureOf(winner, ruling, {
    gap,
    stability: stabilityBySegment,
    redraws: WINNER_REDRAWS,
  });
  const notices = remarks(candidates, { winner, selection, structure });
  return { winner, selection, structure, stabilityBySegment, notices };
}

/** A choice already made, with what it was made among. */
export interface Chosen {
  readonly space: FeatureSpace;
  readonly candidates: readonly Candidate[];
  readonly selection: Selection;
  readonly structure: Structure;
  readonly notices: readonly Notice[];
}

/**
 * Chooses once more among candidates that were fitted and judged before, by other options (`choose`, `objective`); what is
 * measured of the winner alone is measured for the new one. `notices` are those of the new choice in place of the old
 * one's. Throws CANDIDATE_UNKNOWN.
 */
export function selectAgain(chosen: Chosen, options: ResolvedOptions, watch: Watch): Selected {
  const { space, candidates, selection, structure } = chosen;
  const measurable = isMeasurable(space);
  return inRoom((room) => {
    const points = room.matrix(space.points);
    const found = { candidates, kRule: selection.kRule, gap: gapEvidenceOf(structure), measurable };
    const settled = settle(points, found, options, watch);
    pulse(watch, 'trust', 1);
    const [measured] = measureSilhouettes(points, [settled.winner.labels], { seed: options.seed }, quiet(watch));
    const kept = chosen.notices.filter(({ code }) => !ofTheChoice.has(code));
    return { candidates, ...settled, widths: measured?.widths ?? null, notices: [...kept, ...settled.notices] };
  });
}

function isMeasurable({ distinct, points }: FeatureSpace): boolean {
  return distinct > 1 && points.rows >= FEWEST_ROWS;
}

/**
 * Where sampled silhouettes of the best cannot be told apart, measures those again on as many customers as a sample can
 * have. What overlaps even then is a tie.
 */
function lookCloser(
  points: Matrix,
  candidates: Candidate[],
  {
    options: { seed, validation },
    kRule,
    widthsOf,
  }: { options: ResolvedOptions; kRule: KRule | null; widthsOf: Sweep['widthsOf'] },
  watch: Watch,
): Candidate[] {
  const competing = candidates.filter((candidate) => candidate.eligible && hasSettledK(candidate, kRule));
  const tied = leaders(competing, separationScore(validation));
  const sampled = tied.filter(({ silhouette }) => silhouette?.method === 'sampled');
  // A sample that is less than doubled narrows the intervals by too little to part anything.
  if (tied.length < 2 || sampled.every(({ silhouette }) => 2 * (silhouette?.sampleSize ?? 0) > MOST_SAMPLED_ROWS))
    return candidates;
  const labellings = tied.map(({ labels }) => labels);
  const known = labellings.map(widthsOf);
  const scores = silhouettes(points, labellings, { halfWidth: 0, seed, known }, quiet(watch));
  return candidates.map((candidate) => {
    const silhouette = scores[tied.indexOf(candidate)];
    return silhouette ? { ...candidate, silhouette } : candidate;
  });
}

/** What `remarks` says. */
const ofTheChoice: ReadonlySet<Notice['code']> = new Set([
  'NOT_CONVERGED',
  'NOTHING_ELIGIBLE',
  'CHOSEN_BY_CALLER',
  'NO_STRUCTURE',
]);

function remarks(
  candidates: readonly Candidate[],
  { winner, selection, structure }: { winner: Candidate; selection: Selection; structure: Structure },
): Notice[] {
  const notices: Notice[] = [];
  const { decidedBy, byObjective, objective } = selection;
  const unsettled = candidates.filter(({ converged }) => !converged).length;
  if (unsettled > 0) notices.push({ code: 'NOT_CONVERGED', details: { models: unsettled } });
  const k = winner.nClusters;
  if (decidedBy === 'fallback') notices.push({ code: 'NOTHING_ELIGIBLE', details: { algorithm: winner.algorithm, k } });
  if (decidedBy === 'caller') {
    const rule = byObjective[objective];
    const details = { chosen: candidateText(winner), rule: rule ? candidateText(rule) : '' };
    notices.push({ code: 'CHOSEN_BY_CALLER', details });
  }
  if (structure.verdict === 'none') notices.push({ code: 'NO_STRUCTURE', details: {} });
  return notices;
}
