import {
  type Algorithm,
  besideBaseline,
  type CustomerTable,
  Fault,
  lookLater,
  segment,
  type Segmentation,
  type SegmentOptions,
} from '@clientele/engine';
import { dayAfter, daysBetween } from '../contract/days.ts';
import type { OrdersDatabase } from './database.ts';
import { featureTable, readTotals, type Totals } from './features.ts';
import { makePurchases } from './purchases.ts';
import type { ReadOrders } from './read-orders.ts';
import { rfm, rfmTiers } from './rfm.ts';

/** Orders over fewer days are not parted: either part would say little. */
const FEWEST_DAYS = 120;
/** The later part is the last of so many, and a month at the least. */
const PARTS = 4;
const LEAST_LATER_DAYS = 30;

const optionNames: Readonly<Record<Algorithm, NonNullable<SegmentOptions['algorithm']>>> = {
  KMeans: 'kmeans',
  GaussianMixture: 'gmm',
  Agglomerative: 'hierarchical',
  DBSCAN: 'dbscan',
};

/**
 * The segmentation of orders with what only orders can say: how it compares with plain RFM tiers, and whether it holds up.
 * For that, the same model is fitted to the first three quarters of the time alone and looked at in the last quarter. The
 * lines in the database are summed up anew for each part.
 */
export async function checkedByTime(
  segmentation: Segmentation,
  read: ReadOrders,
  database: OrdersDatabase,
): Promise<Segmentation> {
  const baseline = besideBaseline(segmentation, tierLabels(read.totals));
  return { ...segmentation, baseline, later: await later(segmentation, read, database) };
}

async function later(
  segmentation: Segmentation,
  { rules, census, mapping }: ReadOrders,
  database: OrdersDatabase,
): Promise<Segmentation['later']> {
  const { firstDay, lastDay } = census;
  if (firstDay === null || lastDay === null) return null;
  const span = daysBetween(firstDay, lastDay) + 1;
  if (span < FEWEST_DAYS) return null;
  const days = Math.max(LEAST_LATER_DAYS, Math.round(span / PARTS));
  const from = dayAfter(lastDay, 1 - days);
  const before = { ...rules, until: dayAfter(from, -1), asOf: from };
  await makePurchases(before, database);
  const totals = await readTotals(before, database);
  const early = earlySegments(segmentation, featureTable(totals, { mapping, pointsCap: rules.pointsCap }));
  if (!early) return null;
  const after = { ...rules, since: from };
  await makePurchases(after, database);
  const next = await readTotals(after, database);
  const rowOf = new Map(next.ids.map((id, row) => [id, row]));
  const spent = Float64Array.from(totals.ids, (id) => next.purchaseTotal[rowOf.get(id) ?? -1] ?? 0);
  const bought = Uint8Array.from(totals.ids, (id) => (rowOf.has(id) ? 1 : 0));
  return lookLater(early, segmentation, { from, until: lastDay, days, bought, spent, baseline: tierLabels(totals) });
}

/** The same model, fitted to the customers of an earlier time; null where they are too few for it. */
function earlySegments({ options, winner, names }: Segmentation, table: CustomerTable): Segmentation | null {
  const { choose: _choose, ...rest } = options;
  const k = winner.algorithm === 'DBSCAN' ? {} : { nClusters: winner.nClusters };
  const chosen = { ...rest, algorithm: optionNames[winner.algorithm], ...k };
  const columns = names.map((name) => table.columns[table.names.indexOf(name)] ?? new Float64Array(table.ids.length));
  try {
    return segment({ ids: table.ids, names, columns }, chosen);
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
}

function tierLabels(totals: Totals): Int32Array {
  return Int32Array.from(rfm(totals).tiers, (tier) => rfmTiers.indexOf(tier));
}
