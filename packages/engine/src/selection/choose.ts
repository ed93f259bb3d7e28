import type { Algorithm, CandidateParams } from './candidate.ts';

/** Names one candidate. */
export interface CandidateName {
  readonly algorithm: Algorithm;
  readonly params: CandidateParams;
}

/** The decision record. */
export interface Selection {
  readonly objective: 'separation' | 'actionable';
  /** What decided: the rule, or the caller through `choose`. */
  readonly decidedBy: 'rule' | 'caller' | 'fallback';
  readonly winner: CandidateName;
  readonly runnerUp: CandidateName | null;
  /** Winner's score less the runner-up's, in the objective's score; null without a runner-up. */
  readonly margin: number | null;
  readonly tieBreak: 'none' | 'davies_bouldin' | 'order';
  readonly byObjective: { readonly separation: CandidateName | null; readonly actionable: CandidateName | null };
  readonly tried: number;
  readonly eligible: number;
}
