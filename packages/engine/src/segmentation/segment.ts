import { fault } from '../base/faults.ts';
import { resolveOptions, type SegmentOptions } from '../base/options.ts';
import { pulse, unwatched, type Watch } from '../base/watch.ts';
import { silhouetteProfile } from '../evaluation/silhouette.ts';
import { buildSpace } from '../features/space.ts';
import type { CustomerTable } from '../features/table.ts';
import { select } from '../selection/select.ts';
import { confidences } from './confidence.ts';
import { profileSegments } from './profile.ts';
import { findRules } from './rules.ts';
import type { Segmentation } from './segmentation.ts';
import { orderSegments, valueFeature } from './value.ts';

/**
 * Finds the natural groups among customers, says how far to trust them, and describes each in numbers. Tries K-Means,
 * Gaussian mixtures, agglomerative clustering and DBSCAN (or the one asked for), scores every candidate, chooses by the
 * objective, and judges whether there is structure at all. `explain` turns the answer into words.
 *
 * The same customers, options and seed give the same answer, whatever the order of rows and columns. Row-wise results
 * (`labels`, `confidence`, `runnerUp`) are in the order of `table`. Synchronous: call it in a worker where that matters.
 *
 * Throws INVALID_PARAMETER, INSUFFICIENT_DATA (under 2 customers), NO_FEATURES, TOO_MANY_FEATURES, MATRIX_SHAPE, VALUE_NOT_FINITE,
 * COLUMN_MOSTLY_MISSING, LINKAGE_TOO_LARGE, CANDIDATE_UNKNOWN, and what `watch.signal` throws when it is aborted.
 */
export function segment(table: CustomerTable, given: SegmentOptions = {}, watch: Watch = unwatched): Segmentation {
  const options = resolveOptions(given);
  requireShape(table);
  pulse(watch, 'features', 0);
  const { space, notices, sorted } = buildSpace(table, options);
  pulse(watch, 'features', 1);

  const {
    candidates,
    winner,
    selection,
    structure,
    stabilityBySegment,
    widths,
    notices: remarks,
  } = select(space, options, watch);

  pulse(watch, 'profiles', 0);
  const { points, order } = space;
  const value = valueFeature(table.names, options.featureHints);
  const clusters = inTableOrder(winner.labels, order);
  const worth = value === null ? null : sorted[table.names.indexOf(value)];
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
    ids: table.ids,
    names: table.names,
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

function requireShape(table: CustomerTable): void {
  const rows = table.ids.length;
  const cols = table.names.length;
  if (table.columns.length !== cols) throw fault('MATRIX_SHAPE', { rows, cols, length: rows * table.columns.length });
  for (const column of table.columns)
    if (column.length !== rows) throw fault('MATRIX_SHAPE', { rows, cols: 1, length: column.length });
}
