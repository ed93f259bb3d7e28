/** How one group fared in the time after the one that it was made of. */
export interface GroupLater {
  /** Its id where it was made; -1 for noise. */
  readonly id: number;
  /** The segment of the whole that it is; null where it is none of them. */
  readonly segment: number | null;
  readonly size: number;
  /** Share of its customers who bought again, with the 95 % interval of Wilson. */
  readonly share: number;
  readonly low: number;
  readonly high: number;
  /** Mean spent by a customer, those who did not buy included. */
  readonly spent: number;
}

/** Whether segments hold up: made of an earlier time, looked at in the time after it. */
export interface Later {
  /** The first and the last day of the later time, YYYY-MM-DD, and how many days those are. */
  readonly from: string;
  readonly until: string;
  readonly days: number;
  readonly customers: number;
  readonly groups: readonly GroupLater[];
  /** Whether groups differ in who bought again: all neighbours by share, only the extremes, or none beyond chance. */
  readonly answer: 'yes' | 'partly' | 'no';
  /**
   * Share of the differences between customers' later spending that the groups account for, and the baseline's groups;
   * on customers that the means were not taken from. Null where nobody or everybody spent the same.
   */
  readonly explained: number | null;
  readonly baselineExplained: number | null;
}

/** How segments compare with a plain grouping of the same customers. */
export interface Baseline {
  /** Adjusted Rand index: 1 the same groups, 0 no more alike than by chance. */
  readonly agreement: number;
  /** Silhouettes in the space of the segmentation; null where undefined. */
  readonly silhouette: number | null;
  readonly baselineSilhouette: number | null;
}
