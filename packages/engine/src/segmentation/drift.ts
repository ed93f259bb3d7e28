import { adjustedRand } from '../evaluation/agreement.ts';
import { countsBetween, populationShift, type Shift } from '../evaluation/population-stability.ts';
import { silhouettes } from '../evaluation/silhouette.ts';
import { quantileSorted } from '../features/column.ts';
import { transformTable } from '../features/space.ts';
import type { ColumnReport } from '../features/column-report.ts';
import { standardised } from '../features/transform.ts';
import { tableOf } from './match.ts';
import { score, toModel } from './score.ts';
import type { Segmentation } from './segmentation.ts';

/** How much has moved: less than 0.1 or than chance brings, less than 0.25, or more. */
export type DriftLevel = 'none' | 'some' | 'large';
export const PSI_SOME = 0.1;
export const PSI_LARGE = 0.25;
/** A feature is compared over the tenths of the earlier run. */
const BINS = 10;

export interface FeatureDrift extends Shift {
  readonly feature: string;
  /** Difference of the means, in standard deviations of the earlier run's transformed scale. */
  readonly shift: number;
  readonly level: DriftLevel;
}

/** The earlier run's model against the customers of a later one. */
export interface FrozenFit {
  /** Customers of each earlier segment then, and by its model now; -1 is noise. */
  readonly mix: Shift & {
    readonly level: DriftLevel;
    readonly segments: readonly { readonly segment: number; readonly before: number; readonly after: number }[];
  };
  readonly fit: {
    /** Adjusted Rand index of the frozen model's segments and the later run's, over the later customers. */
    readonly agreement: number;
    /** Mean silhouettes of both over the later customers, in the earlier run's space; null where undefined. */
    readonly frozen: number | null;
    readonly fresh: number | null;
    /** Share of the later customers with a value outside what the earlier run saw. */
    readonly outOfRange: number;
  };
}

/** How far each feature that the earlier run was made from has moved; those the later run lacks are left out. */
export function inputDrift(before: Segmentation, after: Segmentation): FeatureDrift[] {
  return before.space.used
    .filter((name) => after.names.includes(name))
    .map((name) => {
      const was = before.space.filled[before.names.indexOf(name)];
      const is = after.space.filled[after.names.indexOf(name)];
      const edges = tenthsOf(was);
      const moved = populationShift(countsBetween(edges, was), countsBetween(edges, is));
      const report = before.columns.find((column) => column.name === name);
      const shift = report ? meanPlace(is, report) - meanPlace(was, report) : 0;
      return { feature: name, ...moved, shift, level: levelOf(moved) };
    });
}

/** Null when the later run lacks a feature that the earlier model needs. */
export function frozenFit(before: Segmentation, after: Segmentation): FrozenFit | null {
  if (!before.space.used.every((name) => after.names.includes(name))) return null;
  const model = toModel(before);
  const table = tableOf(after);
  const known = table.names.flatMap((name, j) => (model.names.includes(name) ? [j] : []));
  const kept = { ...table, names: known.map((j) => table.names[j]), columns: known.map((j) => table.columns[j]) };
  const { labels, outOfRange } = score(model, kept);
  const ids = before.segments.map(({ id }) => id);
  const sizes = before.segments.map(({ size }) => size);
  const counts = ids.map((id) => labels.reduce((count, label) => count + Number(label === id), 0));
  const mix = populationShift(sizes, counts);
  const points = transformTable(before.columns, before.space.used, kept);
  const [frozen, fresh] = silhouettes(points, [labels, after.labels], { seed: before.options.seed });
  return {
    mix: {
      ...mix,
      level: levelOf(mix),
      segments: ids.map((segment, at) => ({
        segment,
        before: sizes[at] / before.ids.length,
        after: counts[at] / after.ids.length,
      })),
    },
    fit: {
      agreement: adjustedRand(labels, after.labels),
      frozen: frozen?.mean ?? null,
      fresh: fresh?.mean ?? null,
      outOfRange: outOfRange.reduce((sum, out) => sum + out, 0) / after.ids.length,
    },
  };
}

function levelOf({ psi, chance }: Shift): DriftLevel {
  if (psi < PSI_SOME || psi <= chance) return 'none';
  return psi < PSI_LARGE ? 'some' : 'large';
}

/** Where the tenths of a column end; fewer where values repeat. */
function tenthsOf(values: Float64Array): number[] {
  const sorted = values.toSorted();
  const cuts = Array.from({ length: BINS - 1 }, (_, cut) => quantileSorted(sorted, (cut + 1) / BINS));
  return [...new Set(cuts)];
}

function meanPlace(values: Float64Array, report: ColumnReport): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += standardised(values[i], report) / values.length;
  return sum;
}
