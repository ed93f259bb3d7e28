import {
  type Algorithm,
  besideBaseline,
  type CustomerTable,
  Fault,
  type LaterTime,
  lookLater,
  segment,
  type Segmentation,
  type SegmentOptions,
  type Watch,
} from '@clientele/engine';

/** What orders say of any segmentation of their customers, before there is one: their RFM tiers, and two parts of their time. */
export interface TimeSplit {
  /** The RFM tier of each customer, by rows of the table. */
  readonly baseline: Int32Array;
  /** The customers of the earlier part, and what they did in the later one; null where the orders span too few days. */
  readonly earlier: (LaterTime & { readonly table: CustomerTable }) | null;
}

const optionNames: Readonly<Record<Algorithm, NonNullable<SegmentOptions['algorithm']>>> = {
  KMeans: 'kmeans',
  GaussianMixture: 'gmm',
  Agglomerative: 'hierarchical',
  DBSCAN: 'dbscan',
};

/**
 * The segmentation with what only orders can say: how it compares with plain RFM tiers, and whether it holds up. For that,
 * the same model is fitted to the customers of the earlier time alone and looked at in the later one.
 */
export function checkedByTime(
  segmentation: Segmentation,
  { baseline, earlier }: TimeSplit,
  { signal }: Watch = {},
): Segmentation {
  const early = earlier && earlySegments(segmentation, earlier.table, signal ? { signal } : {});
  return {
    ...segmentation,
    baseline: besideBaseline(segmentation, baseline),
    later: early && lookLater(early, segmentation, earlier),
  };
}

/** The same model, fitted to the customers of an earlier time; null where they are too few for it. */
function earlySegments(
  { options, winner, names }: Segmentation,
  table: CustomerTable,
  watch: Watch,
): Segmentation | null {
  const { choose: _choose, ...rest } = options;
  const k = winner.algorithm === 'DBSCAN' ? {} : { nClusters: winner.nClusters };
  const chosen = { ...rest, algorithm: optionNames[winner.algorithm], ...k };
  const columns = names.map((name) => table.columns[table.names.indexOf(name)] ?? new Float64Array(table.ids.length));
  try {
    return segment({ ids: table.ids, names, columns }, chosen, watch);
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
}

/** The same without some customers; `rows` are those of the whole table that stay. */
export function splitWithout({ baseline, earlier }: TimeSplit, gone: ReadonlySet<string>, rows: Int32Array): TimeSplit {
  return { baseline: rows.map((row) => baseline[row] ?? 0), earlier: earlier && earlierWithout(earlier, gone) };
}

function earlierWithout(
  { table, bought, spent, baseline, ...days }: NonNullable<TimeSplit['earlier']>,
  gone: ReadonlySet<string>,
): NonNullable<TimeSplit['earlier']> {
  const stays = table.ids.map((id) => !gone.has(id));
  return {
    ...days,
    table: {
      ids: table.ids.filter((_, row) => stays[row]),
      names: table.names,
      columns: table.columns.map((column) => column.filter((_, row) => stays[row])),
    },
    bought: bought.filter((_, row) => stays[row]),
    spent: spent.filter((_, row) => stays[row]),
    baseline: baseline.filter((_, row) => stays[row]),
  };
}
