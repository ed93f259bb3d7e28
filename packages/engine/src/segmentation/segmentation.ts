import type { CollinearPair, FeatureSpace } from '../features/space.ts';
import type { ColumnReport } from '../features/column-report.ts';
import type { Notice } from '../base/notice.ts';
import type { ResolvedOptions } from '../base/options.ts';
import type { Candidate } from '../selection/candidate.ts';
import type { Selection } from '../selection/choose.ts';
import type { Structure } from '../selection/structure.ts';
import type { Baseline, Later } from './later-time.ts';
import type { SegmentMatch } from './segment-match.ts';

/** How surely a segment comes back when customers are drawn anew: mean Jaccard from 0.75, from 0.6, below. */
export type Trust = 'stable' | 'indicative' | 'unreliable';

/** Quartiles, mean and extremes of one feature in one group, in the units sent. */
export interface FeatureSummary {
  readonly mean: number;
  readonly median: number;
  readonly q25: number;
  readonly q75: number;
  readonly q05: number;
  readonly q95: number;
  readonly min: number;
  readonly max: number;
}

/** One segment as numbers. `id` is 0..k-1 by falling mean value, or as `keepIdentity` says; -1 for noise. */
export interface SegmentProfile {
  readonly id: number;
  readonly size: number;
  /** Of all customers, 0..1. */
  readonly share: number;
  /** By feature, in the table's order. */
  readonly features: Readonly<Record<string, FeatureSummary>>;
  /** Difference of medians to the base, in standard deviations of the transformed scale; null for a constant column. */
  readonly effects: Readonly<Record<string, number | null>>;
  /** Sum of the value feature over the segment and its share of the whole; null without a money-like feature. */
  readonly value: { readonly feature: string; readonly total: number; readonly share: number | null } | null;
  /** Mean silhouette over the segment's (sampled) customers, and the share of them below zero; null when undefined. */
  readonly silhouette: { readonly mean: number; readonly belowZero: number } | null;
  /** Mean Jaccard over bootstrap refits; null when it could not be measured (and for noise). */
  readonly stability: number | null;
  /** The word for it; null when there is no figure, or when the verdict is "none". */
  readonly trust: Trust | null;
  /** The customer nearest the centre, as a row of the table. */
  readonly exemplar: number;
}

/** One condition of a rule, in the units sent. */
export interface RuleCondition {
  readonly feature: string;
  readonly operator: '<=' | '>';
  readonly threshold: number;
}
/** A path of the decision tree that names a segment. */
export interface SegmentRule {
  readonly segment: number;
  readonly conditions: readonly RuleCondition[];
  /** On held-out customers: share of those the rule catches that are in the segment, and share of the segment it catches. */
  readonly precision: number | null;
  readonly coverage: number | null;
}
/** A shallow tree that repeats the labels; `rules` is empty when fidelity is under 0.6. */
export interface RuleSet {
  /** Share of held-out customers that the tree gives their segment; null when there were too few to hold any out. */
  readonly fidelity: number | null;
  /** Customers the tree had not seen, on whom its figures are measured. */
  readonly heldOut: number;
  /** Questions on the longest way to a leaf, 3 at most. */
  readonly depth: number;
  readonly rules: readonly SegmentRule[];
  readonly withheld: boolean;
}

/** Value tiers by quantile, the honest alternative when there are no groups. */
export interface ValueTiers {
  readonly feature: string;
  readonly tiers: readonly {
    readonly name: 'top' | 'middle' | 'base';
    /** The lowest value in the tier, in the unit sent. */
    readonly from: number;
    readonly size: number;
    /** Of the sum over all customers; null where shares mean nothing. */
    readonly share: number | null;
  }[];
}

/** What became of an earlier run's segments, and the first id that neither it nor those before it gave to any. */
export interface SegmentHistory extends SegmentMatch {
  readonly nextId: number;
}

/** The whole answer. Row-wise arrays are in the table's order. */
export interface Segmentation {
  readonly version: 1;
  readonly options: ResolvedOptions;
  readonly ids: readonly string[];
  readonly names: readonly string[];
  /** Segment id of every customer; -1 for noise. */
  readonly labels: Int32Array;
  /** 0..1; 0 for noise. */
  readonly confidence: Float64Array;
  /** Segment id of the second choice, -1 when there is none. */
  readonly runnerUp: Int32Array;
  readonly candidates: readonly Candidate[];
  readonly winner: Candidate;
  readonly selection: Selection;
  readonly structure: Structure;
  readonly segments: readonly SegmentProfile[];
  /** The same summary over all customers. */
  readonly base: Readonly<Record<string, FeatureSummary>>;
  readonly rules: RuleSet;
  readonly tiers: ValueTiers | null;
  readonly columns: readonly ColumnReport[];
  readonly collinear: readonly CollinearPair[];
  /** The numbers that were clustered; `winner.labels` and its model are in its row order. */
  readonly space: FeatureSpace;
  /** Silhouette of single customers: rows of the table and their values; all customers when exact. */
  readonly silhouettes: { readonly rows: Int32Array; readonly values: Float64Array } | null;
  readonly notices: readonly Notice[];
  /** What `keepIdentity` found; null for a run without an earlier one. */
  readonly history: SegmentHistory | null;
  /** What `lookLater` found; null where there is no later time to look at. */
  readonly later: Later | null;
  /** What `besideBaseline` found; null where there is nothing to compare with. */
  readonly baseline: Baseline | null;
}
