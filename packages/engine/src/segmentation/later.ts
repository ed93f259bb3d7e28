import { seededRandom } from '../base/random.ts';
import { adjustedRand } from '../evaluation/agreement.ts';
import { silhouettes } from '../evaluation/silhouette.ts';
import { quantileSorted } from '../features/column.ts';
import type { Baseline, GroupLater, Later } from './later-time.ts';
import { type Matched, matchSegments } from './match.ts';
import type { Segmentation } from './segmentation.ts';

/** The time after the one that `early` was made of; arrays are by its customers. */
export interface LaterTime {
  readonly from: string;
  readonly until: string;
  readonly days: number;
  readonly bought: Uint8Array;
  readonly spent: Float64Array;
  /** Groups of the baseline, made of the same earlier time. */
  readonly baseline: Int32Array;
}

/** How the segments of an earlier time fared in the time after it, told by the segments of the whole. */
export function lookLater(early: Segmentation, whole: Matched, time: LaterTime): Later {
  const { matches } = matchSegments(early, whole);
  const groups = early.segments.map(({ id }): GroupLater => {
    const rows = rowsOf(early.labels, id);
    const bought = rows.reduce((sum, row) => sum + time.bought[row], 0);
    const spent = rows.reduce((sum, row) => sum + time.spent[row], 0);
    return {
      id,
      segment: matches.find(({ previous }) => previous === id)?.segment ?? null,
      size: rows.length,
      ...wilson(bought, rows.length),
      spent: spent / rows.length,
    };
  });
  return {
    from: time.from,
    until: time.until,
    days: time.days,
    customers: early.ids.length,
    groups,
    answer: answerOf(groups),
    explained: explainedBy(early.labels, time.spent),
    baselineExplained: explainedBy(time.baseline, time.spent),
  };
}

/** Segments beside another grouping of the same customers, by rows of the table. */
export function besideBaseline({ labels, space, winner }: Segmentation, baseline: Int32Array): Baseline {
  const ordered = space.order.map((row) => baseline[row]);
  const [own, other] = silhouettes(space.points, [winner.labels, ordered]);
  return {
    agreement: adjustedRand(labels, baseline),
    silhouette: own?.mean ?? null,
    baselineSilhouette: other?.mean ?? null,
  };
}

function rowsOf(labels: Int32Array, id: number): number[] {
  const rows: number[] = [];
  for (let row = 0; row < labels.length; row++) if (labels[row] === id) rows.push(row);
  return rows;
}

const Z_95 = 1.959963984540054;

/** A share and its 95 % score interval (Wilson 1927), which stays within 0 and 1 also for few. */
export function wilson(hits: number, of: number): { share: number; low: number; high: number } {
  const share = hits / of;
  const z2 = Z_95 * Z_95;
  const centre = (share + z2 / (2 * of)) / (1 + z2 / of);
  const reach = (Z_95 / (1 + z2 / of)) * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of * of));
  return { share, low: Math.max(0, centre - reach), high: Math.min(1, centre + reach) };
}

function answerOf(groups: readonly GroupLater[]): Later['answer'] {
  const sorted = groups.filter(({ id }) => id >= 0).toSorted((a, b) => a.share - b.share);
  const apart = (low: GroupLater, high: GroupLater): boolean => low.high < high.low;
  const [first] = sorted;
  const last = sorted.at(-1);
  if (!first || !last || !apart(first, last)) return 'no';
  return sorted.every((group, i) => i === 0 || apart(sorted[i - 1], group)) ? 'yes' : 'partly';
}

const FOLDS = 10;
/** Of the draw that parts customers into folds. */
const FOLD_SEED = 42;
/** Place among what was spent of the amount that spending is counted in. */
const UNIT_QUANTILE = 0.1;

/**
 * R squared of spending, on the scale log(1 + spending / unit), by the means of groups: each tenth of the customers, drawn,
 * is predicted from the other nine tenths, so that more groups are no advantage by themselves. 0 is no better than one mean for all.
 */
export function explainedBy(labels: Int32Array, spent: Float64Array): number | null {
  const positive = spent.filter((amount) => amount > 0).toSorted();
  if (positive.length === 0 || (positive.length === spent.length && positive[0] === positive.at(-1))) return null;
  const unit = quantileSorted(positive, UNIT_QUANTILE);
  const values = spent.map((amount) => Math.log1p(Math.max(0, amount) / unit));
  const random = seededRandom(FOLD_SEED);
  const folds = Uint8Array.from(values, () => Math.floor(random() * FOLDS));
  let within = 0;
  let total = 0;
  for (let fold = 0; fold < FOLDS; fold++) {
    const sums = new Map<number, { sum: number; count: number }>();
    let sum = 0;
    let count = 0;
    for (let i = 0; i < values.length; i++) {
      if (folds[i] === fold) continue;
      const group = sums.get(labels[i]) ?? { sum: 0, count: 0 };
      group.sum += values[i];
      group.count++;
      sums.set(labels[i], group);
      sum += values[i];
      count++;
    }
    for (let i = 0; i < values.length; i++) {
      if (folds[i] !== fold) continue;
      const group = sums.get(labels[i]);
      const mean = count > 0 ? sum / count : 0;
      within += (values[i] - (group ? group.sum / group.count : mean)) ** 2;
      total += (values[i] - mean) ** 2;
    }
  }
  return total > 0 ? 1 - within / total : null;
}
