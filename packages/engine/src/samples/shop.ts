import { gaussian, mixSeed, type Random, seededRandom } from '../base/random.ts';
import type { CustomerTable } from '../features/table.ts';

/** The six features of a purchasing table, in the order samples use. */
export const shopFeatures = [
  'purchase_total',
  'visit_frequency',
  'avg_ticket',
  'product_diversity',
  'loyalty_score',
  'recency_days',
] as const;

interface Kind {
  readonly weight: number;
  /** Medians: visits a year, money a visit, product groups, loyalty in 0..1, days since the last order. */
  readonly visits: number;
  readonly ticket: number;
  readonly diversity: number;
  readonly loyalty: number;
  readonly recency: number;
}

// Far apart on the logarithmic scale, unequal in size: what a segmentation must find.
const kinds: readonly Kind[] = [
  { weight: 0.4, visits: 4, ticket: 30, diversity: 3, loyalty: 0.25, recency: 200 },
  { weight: 0.3, visits: 12, ticket: 60, diversity: 12, loyalty: 0.5, recency: 40 },
  { weight: 0.2, visits: 45, ticket: 95, diversity: 45, loyalty: 0.85, recency: 6 },
  { weight: 0.1, visits: 5, ticket: 900, diversity: 8, loyalty: 0.45, recency: 70 },
  { weight: 0.08, visits: 60, ticket: 12, diversity: 5, loyalty: 0.7, recency: 15 },
];

/**
 * A shop whose customers come in planted groups: log-normal spend, skewed counts, unequal sizes. Rows are shuffled;
 * `labels` says which group each came from. `spread` is the standard deviation of the logarithms inside a group.
 */
export function shop(options: { n: number; seed: number; groups?: number; spread?: number }): {
  table: CustomerTable;
  labels: Int32Array;
} {
  const { n, seed, groups = 4, spread = 0.25 } = options;
  const random = seededRandom(mixSeed(seed, 1));
  const chosen = kinds.slice(0, groups);
  const total = chosen.reduce((sum, kind) => sum + kind.weight, 0);
  const labels = new Int32Array(n);
  const columns = shopFeatures.map(() => new Float64Array(n));
  for (let i = 0; i < n; i++) {
    labels[i] = draw(chosen, total, random);
    const row = customer(chosen[labels[i]], spread, random);
    row.forEach((value, j) => (columns[j][i] = value));
  }
  return { table: { ids: numbered(n), names: shopFeatures, columns }, labels };
}

/** C-1, C-2, ...: ids of sample customers. */
export function numbered(n: number): string[] {
  return Array.from({ length: n }, (_, i) => `C-${i + 1}`);
}

function draw(chosen: readonly Kind[], total: number, random: Random): number {
  let left = random() * total;
  for (let g = 0; g < chosen.length; g++) {
    left -= chosen[g].weight;
    if (left < 0) return g;
  }
  return chosen.length - 1;
}

function customer(kind: Kind, spread: number, random: Random): number[] {
  const near = (median: number): number => median * Math.exp(spread * gaussian(random));
  const visits = Math.max(1, Math.round(near(kind.visits)));
  const money = Math.round(visits * near(kind.ticket) * 100) / 100;
  const loyalty = Math.min(1, Math.max(0, kind.loyalty + 0.3 * spread * gaussian(random)));
  return [
    money,
    visits,
    Math.round((money / visits) * 100) / 100,
    Math.max(1, Math.round(near(kind.diversity))),
    Math.round(loyalty * 10_000) / 10_000,
    Math.max(0, Math.round(near(kind.recency))),
  ];
}
