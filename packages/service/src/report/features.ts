import {
  type ColumnReport,
  type Explanation,
  type FeatureSummary,
  meaningOf,
  quantileSorted,
  type Segmentation,
  transformed,
} from '@clientele/engine';
import type { Kind } from './format.ts';

/** One feature with all that figures ask of it. */
export interface Feature {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  readonly kind: Kind;
  readonly used: boolean;
  readonly column: ColumnReport;
  readonly base: FeatureSummary;
  /** Values as sent (missing ones filled), in the table's order. */
  readonly values: Float64Array;
  readonly countOfFew: boolean;
  /** From 0.5 % to 99.5 % of all customers, on the scale it was used on. */
  readonly range: readonly [number, number];
  /** Largest less smallest effect over the segments: how much it separates. */
  readonly spread: number;
}

const FEW = 12;

/** Features from the one that separates the segments most to the one that does least; those not used come last. */
export function featuresOf(segmentation: Segmentation, explanation: Explanation): Feature[] {
  const features = segmentation.names.flatMap((name, j): Feature[] => {
    const column = segmentation.columns.find((report) => report.name === name);
    const base = segmentation.base[name];
    const values = segmentation.space.filled[j];
    if (!column || !base || !values) return [];
    const label = explanation.featureLabels[name] ?? { label: name, unit: '' };
    const { kind } = meaningOf(name, segmentation.options.featureHints);
    const countOfFew = isCountOfFew(values, base);
    const range = rangeOf(values, column, countOfFew);
    const spread = spreadOf(name, segmentation);
    return [{ name, ...label, kind, used: column.used, column, base, values, countOfFew, range, spread }];
  });
  return features.toSorted((a, b) => Number(b.used) - Number(a.used) || b.spread - a.spread);
}

/** A value on the scale the feature was used on, as a share of its drawn range; may lie outside 0..1. */
export function position(feature: Feature, value: number): number {
  const [low, high] = feature.range;
  const at = onScale(feature.column, value);
  return high > low ? (at - low) / (high - low) : 0.5;
}

export function onScale(column: ColumnReport, value: number): number {
  return transformed(value, column.transform, column.unit);
}

function rangeOf(values: Float64Array, column: ColumnReport, few: boolean): readonly [number, number] {
  const sorted = values.toSorted();
  const high = onScale(column, quantileSorted(sorted, 0.995));
  // A bar for a whole number reaches half a step to both sides of it.
  return [onScale(column, few ? (sorted[0] ?? 0) - 0.5 : quantileSorted(sorted, 0.005)), high];
}

/** Whole numbers whose median is small are counts with few values: bars say more about them than a curve. */
function isCountOfFew(values: Float64Array, base: FeatureSummary): boolean {
  return base.median <= FEW && base.min >= 0 && values.every((value) => Number.isInteger(value));
}

function spreadOf(name: string, { segments }: Segmentation): number {
  const effects = segments.filter(({ id }) => id >= 0).map(({ effects: all }) => all[name] ?? 0);
  return effects.length === 0 ? 0 : Math.max(...effects) - Math.min(...effects);
}

/** A label within a sentence: small, unless it begins as an abbreviation does. */
export function inSentence(label: string): string {
  const [first = '', second = ''] = label;
  return second === second.toLowerCase() ? first.toLowerCase() + label.slice(first.length) : label;
}
