import { resolveOptions, type SegmentOptions } from '../base/options.ts';
import { unwatched, type Watch } from '../base/watch.ts';
import { sortColumn } from '../features/column.ts';
import { selectAgain } from '../selection/select.ts';
import { assemble } from './assemble.ts';
import type { Segmentation } from './segmentation.ts';

/**
 * The segmentation that `segment` gives with the option `choose`, without fitting anything: another candidate of the same
 * sweep wins, and what is measured and told of a winner is measured and told of it. Its silhouettes of single customers
 * may differ in the last digits, and above 30,000 customers by their sample.
 *
 * Throws CANDIDATE_UNKNOWN, and what `watch.signal` throws when it is aborted.
 */
export function chooseAgain(
  segmentation: Segmentation,
  choose: NonNullable<SegmentOptions['choose']>,
  watch: Watch = unwatched,
): Segmentation {
  const { ids, names, space } = segmentation;
  const options = resolveOptions({ ...segmentation.options, choose });
  const selected = selectAgain(segmentation, options, watch);
  const sorted = space.filled.map(sortColumn);
  return assemble({ ids, names, space, sorted, notices: [] }, selected, options, watch);
}
