import { rfmTiers } from '../contract/orders/order-names.ts';
import { dayAfter, daysBetween } from '../contract/days.ts';
import type { OrdersDatabase } from './database.ts';
import { featureTable, readTotals, type Totals } from './features.ts';
import { makePurchases } from './purchases.ts';
import type { ReadOrders } from './read-orders.ts';
import { rfm } from './rfm.ts';
import type { TimeSplit } from './time-check.ts';

/** Orders over fewer days are not parted: either part would say little. */
const FEWEST_DAYS = 120;
/** The later part is the last of so many, and a month at the least. */
const PARTS = 4;
const LEAST_LATER_DAYS = 30;

/**
 * RFM tiers of all customers, and the orders parted: customers as they were after the first three quarters of the time, and
 * what they did in the last quarter. The lines in the database are summed up anew for each part.
 */
export async function splitTime(read: ReadOrders, database: OrdersDatabase): Promise<TimeSplit> {
  return { baseline: tierLabels(read.totals), earlier: await earlierTime(read, database) };
}

async function earlierTime(
  { rules, census, mapping }: ReadOrders,
  database: OrdersDatabase,
): Promise<TimeSplit['earlier']> {
  const { firstDay, lastDay } = census;
  if (firstDay === null || lastDay === null) return null;
  const span = daysBetween(firstDay, lastDay) + 1;
  if (span < FEWEST_DAYS) return null;
  const days = Math.max(LEAST_LATER_DAYS, Math.round(span / PARTS));
  const from = dayAfter(lastDay, 1 - days);
  const before = { ...rules, until: dayAfter(from, -1), asOf: from };
  await makePurchases(before, database);
  const totals = await readTotals(before, database);
  const after = { ...rules, since: from };
  await makePurchases(after, database);
  const next = await readTotals(after, database);
  const rowOf = new Map(next.ids.map((id, row) => [id, row]));
  return {
    table: featureTable(totals, { mapping, pointsCap: rules.pointsCap }),
    from,
    until: lastDay,
    days,
    bought: Uint8Array.from(totals.ids, (id) => (rowOf.has(id) ? 1 : 0)),
    spent: Float64Array.from(totals.ids, (id) => next.purchaseTotal[rowOf.get(id) ?? -1] ?? 0),
    baseline: tierLabels(totals),
  };
}

function tierLabels(totals: Totals): Int32Array {
  return Int32Array.from(rfm(totals).tiers, (tier) => rfmTiers.indexOf(tier));
}
