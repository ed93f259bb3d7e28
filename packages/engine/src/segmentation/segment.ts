import { fault } from '../base/faults.ts';
import { resolveOptions, type SegmentOptions } from '../base/options.ts';
import { pulse, unwatched, type Watch } from '../base/watch.ts';
import { buildSpace } from '../features/space.ts';
import type { CustomerTable } from '../features/table.ts';
import { select } from '../selection/select.ts';
import { assemble } from './assemble.ts';
import type { Segmentation } from './segmentation.ts';

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

  const selected = select(space, options, watch);
  return assemble({ ids: table.ids, names: table.names, space, sorted, notices }, selected, options, watch);
}

function requireShape(table: CustomerTable): void {
  const rows = table.ids.length;
  const cols = table.names.length;
  if (table.columns.length !== cols) throw fault('MATRIX_SHAPE', { rows, cols, length: rows * table.columns.length });
  for (const column of table.columns)
    if (column.length !== rows) throw fault('MATRIX_SHAPE', { rows, cols: 1, length: column.length });
}
