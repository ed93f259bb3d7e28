/** What became of the segments of an earlier run, by id. Noise is not a segment and is left out. */
export interface SegmentMatch {
  /** What was compared; `none` where no customers are shared and the features differ. */
  readonly basis: 'customers' | 'centroids' | 'none';
  /** Customers in both runs. */
  readonly shared: number;
  /** Segments that went on, with a similarity of 0.5 to 1, by the id they have in each run. */
  readonly matches: readonly { readonly previous: number; readonly segment: number; readonly similarity: number }[];
  /** Earlier segments that most of two or more segments come from. */
  readonly splits: readonly { readonly previous: number; readonly segments: readonly number[] }[];
  /** Segments that most of two or more earlier ones went to. */
  readonly merges: readonly { readonly previous: readonly number[]; readonly segment: number }[];
  /** Segments that are neither an earlier one nor part of a split or a merge. */
  readonly births: readonly number[];
  /** Earlier segments that did not go on, split or merge. */
  readonly deaths: readonly number[];
}
