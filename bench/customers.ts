/**
 * Synthetic customers for benchmarks, as skewed and correlated as order data is: seven archetypes, log-normal spend,
 * Poisson visits, Beta loyalty, exponential recency. The same n and seed give the same customers everywhere.
 *
 *   node --conditions=development bench/customers.ts 10000 7 > body.json     the body of a purchasing segmentation
 */
import { readFileSync } from 'node:fs';
import { type CustomerTable, gaussian, type Random, seededRandom, shopFeatures } from '@clientele/engine';

interface Archetype {
  readonly name: string;
  readonly share: number;
  /** Mean visits a year. */
  readonly visits: number;
  /** Median money a visit, and the standard deviation of its logarithm between customers. */
  readonly ticket: number;
  readonly ticketSpread: number;
  /** Mean number of product groups. */
  readonly products: number;
  /** The two shape parameters of the Beta distribution of the loyalty score. */
  readonly loyalty: readonly [number, number];
  /** Mean days since the last order. */
  readonly recency: number;
}

// prettier-ignore: a table reads better in columns
const archetypes: readonly Archetype[] = [
  {
    name: 'champions',
    share: 0.05,
    visits: 60,
    ticket: 260,
    ticketSpread: 0.35,
    products: 30,
    loyalty: [18, 2],
    recency: 5,
  },
  {
    name: 'loyal',
    share: 0.15,
    visits: 28,
    ticket: 90,
    ticketSpread: 0.4,
    products: 14,
    loyalty: [10, 4],
    recency: 12,
  },
  {
    name: 'rare big spenders',
    share: 0.08,
    visits: 6,
    ticket: 520,
    ticketSpread: 0.45,
    products: 6,
    loyalty: [4, 6],
    recency: 40,
  },
  {
    name: 'growing',
    share: 0.2,
    visits: 12,
    ticket: 60,
    ticketSpread: 0.35,
    products: 8,
    loyalty: [5, 5],
    recency: 25,
  },
  { name: 'new', share: 0.12, visits: 3, ticket: 45, ticketSpread: 0.4, products: 3, loyalty: [2, 8], recency: 10 },
  {
    name: 'at risk',
    share: 0.22,
    visits: 8,
    ticket: 75,
    ticketSpread: 0.45,
    products: 6,
    loyalty: [3, 7],
    recency: 150,
  },
  {
    name: 'lost',
    share: 0.18,
    visits: 2,
    ticket: 30,
    ticketSpread: 0.5,
    products: 2,
    loyalty: [1.5, 12],
    recency: 260,
  },
];
const LONGEST_RECENCY = 540;

export function benchCustomers(n: number, seed: number): CustomerTable {
  const random = seededRandom(seed);
  const columns = shopFeatures.map(() => new Float64Array(n));
  const ids = Array.from({ length: n }, (_, i) => `C-${String(i + 1).padStart(7, '0')}`);
  for (let i = 0; i < n; i++) customer(drawArchetype(random), random).forEach((value, j) => (columns[j][i] = value));
  return { ids, names: shopFeatures, columns };
}

/** The customers of a request body, `{ data: [{ customer_id, features }] }`; features as the first customer has them. */
export function readBody(path: string): CustomerTable {
  const { data } = JSON.parse(readFileSync(path, 'utf8')) as {
    data: { customer_id: string; features: Record<string, number> }[];
  };
  const names = Object.keys(data[0].features);
  return {
    ids: data.map((each) => each.customer_id),
    names,
    columns: names.map((name) => Float64Array.from(data, (each) => each.features[name])),
  };
}

/** The request body that holds these customers. */
export function bodyOf({ ids, names, columns }: CustomerTable, maxClusters = 10): string {
  const data = ids.map((id, i) => ({
    customer_id: id,
    features: Object.fromEntries(names.map((name, j) => [name, columns[j][i]])),
  }));
  return JSON.stringify({ max_clusters: maxClusters, dbscan_eps: 0.4, dbscan_min_samples: 5, data });
}

function drawArchetype(random: Random): Archetype {
  let left = random();
  for (const archetype of archetypes) {
    left -= archetype.share;
    if (left < 0) return archetype;
  }
  return archetypes[archetypes.length - 1];
}

function customer(kind: Archetype, random: Random): number[] {
  const visits = Math.max(1, poisson(kind.visits, random));
  const ticket = kind.ticket * Math.exp(kind.ticketSpread * gaussian(random));
  const total = rounded(visits * ticket, 2);
  const products = Math.max(1, Math.min(visits * 3, poisson(kind.products, random)));
  const loyalty = rounded(beta(kind.loyalty[0], kind.loyalty[1], random), 4);
  const recency = Math.min(LONGEST_RECENCY, Math.floor(-kind.recency * Math.log(1 - random())));
  return [total, visits, rounded(total / visits, 2), products, loyalty, recency];
}

/** Knuth's product of uniforms: fine for means below 100, where exp(-mean) is far from underflow. */
function poisson(mean: number, random: Random): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count++;
  return count;
}

function beta(a: number, b: number, random: Random): number {
  const x = gamma(a, random);
  return x / (x + gamma(b, random));
}

/** Marsaglia and Tsang 2000, for shapes of at least 1. */
function gamma(shape: number, random: Random): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = gaussian(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

if (import.meta.main)
  process.stdout.write(bodyOf(benchCustomers(Number(process.argv[2]), Number(process.argv[3] ?? 7))));
