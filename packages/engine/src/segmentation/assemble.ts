import type { Notice } from '../base/notice.ts';
import type { ResolvedOptions } from '../base/options.ts';
import { pulse, type Watch } from '../base/watch.ts';
import { silhouetteProfile } from '../evaluation/silhouette.ts';
import type { SortedColumn } from '../features/column.ts';
import type { FeatureSpace } from '../features/space.ts';
import type { Selected } from '../selection/select.ts';
import { confidences } from './confidence.ts';
import { profileSegments } from './profile.ts';
import { findRules } from './rules.ts';
import type { Segmentation } from './segmentation.ts';
import { orderSegments, valueFeature } from './value.ts';

/** What a choice was made among. */
export interface Prepared {
  readonly ids: readonly string[];
  readonly names: readonly string[];
  readonly space: FeatureSpace;
  /** The filled columns of the space in ascending order. */
  readonly sorted: readonly SortedColumn[];
  /** Remarks from before the choice. */
  readonly notices: readonly Notice[];
}

/** A choice as a segmentation: segments numbered by value and described, everyone's confidence, rules. */
export function assemble(
  { ids, names, space, sorted, notices }: Prepared,
  { candidates, winner, selection, structure, stabilityBySegment, widths, notices: remarks }: Selected,
  options: ResolvedOptions,
  watch: Watch,
): Segmentation {
  pulse(watch, 'profiles', 0);
  const { points, order } = space;
  const value = valueFeature(names, options.featureHints);
  const clusters = inTableOrder(winner.labels, order);
  const worth = value === null ? null : sorted[names.indexOf(value)];
  const { labels, previous } = orderSegments(clusters, worth);

  const belief = confidences(points, winner);
  const runnerUp = renumbered(belief.runnerUp, previous);
  const measured = silhouetteProfile(points, winner.labels, {
    seed: options.seed,
    ...(widths ? { known: widths } : {}),
  });
  const silhouettes = measured && { rows: measured.rows.map((row) => order[row]), values: measured.values };
  pulse(watch, 'profiles', 0.3);
  const profiles = profileSegments({
    space,
    sorted,
    labels,
    valueFeature: value,
    silhouettes,
    stability: stabilityBySegment && Array.from(previous, (cluster) => stabilityBySegment[cluster]),
    verdict: structure.verdict,
  });
  pulse(watch, 'profiles', 0.6);
  const rules = findRules(space, labels, { seed: options.seed });
  pulse(watch, 'profiles', 1);
  return {
    version: 1,
    options,
    ids,
    names,
    labels,
    confidence: inTableOrder(belief.confidence, order),
    runnerUp: inTableOrder(runnerUp, order),
    candidates,
    winner,
    selection,
    structure,
    ...profiles,
    rules,
    columns: space.columns,
    collinear: space.collinear,
    space,
    silhouettes,
    notices: [...notices, ...remarks],
    history: null,
    later: null,
    baseline: null,
  };
}

/** Values by canonical position, put back where the table has the customer. */
function inTableOrder<Values extends Int32Array | Float64Array>(values: Values, order: Int32Array): Values {
  const placed = values.slice() as Values; // a slice of a typed array is of the same type
  for (let position = 0; position < order.length; position++) placed[order[position]] = values[position];
  return placed;
}

/** Clusters as segments; `previous` holds the cluster of each segment. -1 where there is no such segment. */
function renumbered(clusters: Int32Array, previous: Int32Array): Int32Array {
  const most = previous.reduce((largest, cluster) => Math.max(largest, cluster), -1);
  const segmentOf = new Int32Array(most + 1).fill(-1);
  for (let id = 0; id < previous.length; id++) segmentOf[previous[id]] = id;
  const segments = new Int32Array(clusters.length).fill(-1);
  for (let i = 0; i < clusters.length; i++)
    if (clusters[i] >= 0 && clusters[i] <= most) segments[i] = segmentOf[clusters[i]];
  return segments;
}
