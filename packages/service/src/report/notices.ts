import type { NoticeCode } from '@clientele/engine';

/** Notices from the one that takes most away from the result down to those that only tell how it was made. */
const bySeriousness: Readonly<Record<NoticeCode, number>> = {
  ALL_IDENTICAL: 0,
  NOTHING_ELIGIBLE: 1,
  SMALL_SAMPLE: 2,
  COLLINEAR_COLUMNS: 3,
  IMPUTED: 4,
  CLUSTERS_REDUCED: 5,
  CLUSTERS_CLIPPED: 6,
  NOT_CONVERGED: 7,
  CONSTANT_COLUMN: 8,
  COLLINEAR_MORE: 9,
  ALGORITHM_SKIPPED: 10,
  N_CLUSTERS_IGNORED: 11,
  K_SELECTION_IGNORED: 12,
  K_SELECTION_UNDECIDED: 13,
  MICRO_CLUSTERS: 14,
  NO_STRUCTURE: 15,
  CHOSEN_BY_CALLER: 16,
};
/** A page says these itself, larger. */
const saidAbove: ReadonlySet<string> = new Set<NoticeCode>(['NO_STRUCTURE', 'CHOSEN_BY_CALLER']);

interface Told {
  readonly code: string;
  readonly message: string;
}

/** What a reader of the verdict has to know besides, most serious first. */
export function besideVerdict(notices: readonly Told[]): Told[] {
  const rank = ({ code }: Told): number => bySeriousness[code as NoticeCode];
  return notices.filter(({ code }) => !saidAbove.has(code)).toSorted((a, b) => rank(a) - rank(b));
}
