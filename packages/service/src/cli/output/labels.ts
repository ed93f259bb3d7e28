import type { Segmentation } from '@clientele/engine';
import { csvCell } from '../../contract/csv.ts';
import type { Named } from './names.ts';

/**
 * One row for each customer, in the order of the file. Ids are written exactly as they were read, even where a
 * spreadsheet would take one for a formula: the file is for joining, and a changed id joins nothing. Import such a file
 * as text. Confidence has four decimals.
 */
export function labelsCsv({ ids, labels, confidence }: Segmentation, names: ReadonlyMap<number, Named>): string {
  const lines = ids.map((id, row) => {
    const named = names.get(labels[row] ?? -1);
    const sure = (confidence[row] ?? 0).toFixed(4);
    return [csvCell(id), csvCell(named?.key ?? ''), csvCell(named?.name ?? ''), sure].join(',');
  });
  return ['customer_id,segment,persona,confidence', ...lines, ''].join('\n');
}
