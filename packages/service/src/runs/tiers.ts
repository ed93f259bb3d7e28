import type { Segmentation } from '@clientele/engine';
import { Refusal } from '../contract/errors.ts';
import type { Bytes } from './bytes.ts';
import { csvCell } from '../contract/csv.ts';

/** A customer with its tier by value. */
export interface TieredRow {
  readonly customerId: string;
  readonly tier: 'top' | 'middle' | 'base';
  /** What it was told by, in the unit sent; the middle one where it was missing. */
  readonly value: number;
}

/** These rows of the table, in this order. Throws the Refusal NOT_FOUND for a run in which no feature tells value. */
export function tieredRows({ ids, names, space, tiers: found }: Segmentation, rows: Int32Array): TieredRow[] {
  const values = found && space.filled[names.indexOf(found.feature)];
  if (!values) throw new Refusal('NOT_FOUND');
  const lowest = found.tiers.at(-1)?.name ?? 'base';
  return Array.from(rows, (row) => {
    const value = values[row] ?? 0;
    return { customerId: ids[row] ?? '', tier: found.tiers.find(({ from }) => value >= from)?.name ?? lowest, value };
  });
}

/** As an answer has it. */
export function shownTier({ customerId, tier, value }: TieredRow) {
  return { customer_id: customerId, tier, value };
}

/** One line for each customer; ids exactly as they were sent. */
export function csvTiers(rows: readonly TieredRow[]): Bytes {
  const lines = rows.map(({ customerId, tier, value }) => [csvCell(customerId), tier, value].join(','));
  return new TextEncoder().encode(['customer_id,tier,value', ...lines, ''].join('\n'));
}
