/** A remark on a run, for people: a code, the values its text shows. Texts live in locales/notices.ts. */
export interface Notice {
  readonly code: NoticeCode;
  readonly details: Readonly<Record<string, string | number>>;
}
/** Every code a remark can have; beside each, the details its text shows. */
export const noticeCodes = [
  'SMALL_SAMPLE', // n, recommended
  'CONSTANT_COLUMN', // feature
  'COLLINEAR_COLUMNS', // a, b, r
  'COLLINEAR_MORE', // more
  'IMPUTED', // feature, count, median
  'CLUSTERS_CLIPPED', // asked, used, rows
  'CLUSTERS_REDUCED', // asked, used, distinct
  'ALL_IDENTICAL', // n
  'NOTHING_ELIGIBLE', // algorithm, k
  'NO_STRUCTURE', //
  'NOT_CONVERGED', // models
  'CHOSEN_BY_CALLER', // chosen, rule
  'ALGORITHM_SKIPPED', // algorithm, reason text key
  'MICRO_CLUSTERS', // algorithm, customers, groups
  'N_CLUSTERS_IGNORED', // algorithm
  'K_SELECTION_IGNORED', // method, reason text key
  'K_SELECTION_UNDECIDED', // method, reason text key
] as const;
export type NoticeCode = (typeof noticeCodes)[number];
