import { mixSeed, type Random, sampleWithout, seededRandom } from '../base/random.ts';
import { defineTask } from '../compute/task.ts';
import { mapTeam } from '../compute/team.ts';
import { inRoom } from '../compute/thread.ts';
import { distanceMatrix, type PairScores, pairScores } from '../evaluation/pair-scores.ts';
import { clusterSizes } from '../evaluation/partition.ts';
import type { Matrix } from '../matrix/matrix.ts';
import type { Tried } from './sweep.ts';

/** Two segments do not run a campaign. */
const FEWEST_SEGMENTS = 3;
/** Random clusterings per k and kind. */
const RANDOM_CLUSTERINGS = 8;
/** Customers whose distances are looked at: their pairs cost as much as everything else together from about here. */
export const USE_ROWS = 300;

/** The parts of the score, each 0 .. 1. */
export interface UseParts {
  readonly homogeneity: number;
  readonly separation: number;
  readonly stability: number;
  readonly evenness: number;
}

// A campaign speaks to a segment as if its customers were alike, and again next quarter: these two count double.
const weights: UseParts = { homogeneity: 2, separation: 1, stability: 2, evenness: 1 };

/** A mean Jaccard similarity down to which clusters count as dissolved (Hennig 2007): it earns nothing. */
const DISSOLVED = 0.5;

/** How much of a part's way from 0.5 to 1 is gone at one standard deviation of the random clusterings. */
const SOFTNESS = 2;

/** The weighted mean of the parts, times the share of customers that have a segment. */
export function useScore(parts: UseParts, noiseRatio: number): number {
  const names = Object.keys(weights) as (keyof UseParts)[];
  const total = names.reduce((sum, name) => sum + weights[name], 0);
  return ((1 - noiseRatio) * names.reduce((sum, name) => sum + weights[name] * parts[name], 0)) / total;
}

/** Entropy of the sizes over its maximum: 1 when all segments are equally large. */
export function evenness(sizes: readonly number[]): number {
  const filled = sizes.filter((size) => size > 0);
  if (filled.length < 2) return 0;
  const rows = filled.reduce((sum, size) => sum + size, 0);
  const entropy = filled.reduce((sum, size) => sum - (size / rows) * Math.log(size / rows), 0);
  return Math.min(1, entropy / Math.log(filled.length));
}

/**
 * How well each candidate serves campaigns; null below three segments or where a part is undefined. Homogeneity (average
 * within-cluster distance) and separation (separation index) are measured on a sample and standardised by the same scores
 * of random clusterings with as many clusters, which takes away what any partition gains from a larger or smaller k.
 * After S. Akhanli, C. Hennig, Statistics and Computing 2020.
 */
export function useParts(
  sample: { points: Matrix; rows: Int32Array },
  tried: readonly Tried[],
  stability: readonly (number | null)[],
  seed: number,
): (UseParts | null)[] {
  return inRoom((room) => {
    const distances = room.matrix(distanceMatrix(sample.points));
    const tree = spanningTree(distances);
    const returns = tried.map(({ nClusters }, at) =>
      nClusters >= FEWEST_SEGMENTS && nClusters < sample.points.rows ? stability[at] : null,
    );
    const ks = [...new Set(tried.flatMap(({ nClusters }, at) => (returns[at] === null ? [] : [nClusters])))];
    const inputs = ks.map((k) => ({ distances, tree, k, seed: mixSeed(seed, k) }));
    const random = mapTeam(randomTask, inputs);
    const byChance = new Map(ks.map((k, at) => [k, random[at]]));
    return tried.map((model, at) => {
      const back = returns[at];
      if (back === null) return null;
      return partsOf(model, { distances, rows: sample.rows }, byChance.get(model.nClusters) ?? [], back);
    });
  });
}

function partsOf(
  { labels }: Tried,
  { distances, rows }: { distances: Matrix; rows: Int32Array },
  random: readonly PairScores[],
  returns: number,
): UseParts | null {
  const sizes = clusterSizes(labels);
  const own = pairScores(
    distances,
    rows.map((row) => labels[row]),
    sizes.length,
  );
  if (!own) return null;
  const within = random.map((score) => score.within);
  const separation = random.map((score) => score.separation);
  return {
    homogeneity: 1 - standing(own.within, within),
    separation: standing(own.separation, separation),
    stability: Math.max(0, (returns - DISSOLVED) / (1 - DISSOLVED)),
    evenness: evenness(sizes),
  };
}

/** A value's place among random ones, softly: 0.5 at their mean, towards 1 above and 0 below. */
function standing(value: number, random: readonly number[]): number {
  const mean = random.reduce((sum, other) => sum + other, 0) / random.length;
  const variance = random.reduce((sum, other) => sum + (other - mean) ** 2, 0) / random.length;
  const away = value - mean;
  // Without any spread only the side counts.
  if (!(variance > 0)) return away === 0 ? 0.5 : away > 0 ? 1 : 0;
  const z = away / Math.sqrt(variance);
  return 0.5 + (0.5 * z) / Math.hypot(z, SOFTNESS);
}

interface RandomInput {
  readonly distances: Matrix;
  readonly tree: Tree;
  readonly k: number;
  readonly seed: number;
}

/** Scores of random clusterings with k clusters. */
export const randomTask = defineTask('selection/random clusterings', ({ distances, tree, k, seed }: RandomInput) => {
  const scores: PairScores[] = [];
  for (let r = 0; r < RANDOM_CLUSTERINGS; r++) {
    const random = seededRandom(mixSeed(seed, r));
    for (const labels of [randomCentres(distances, k, random), randomGrowth(distances, k, random, tree)]) {
      const score = pairScores(distances, labels, k);
      if (score) scores.push(score);
    }
  }
  return scores;
});

/** Every row to the nearest of k random rows. */
export function randomCentres(distances: Matrix, k: number, random: Random): Int32Array {
  const n = distances.rows;
  const centres = sampleWithout(random, n, k);
  const labels = new Int32Array(n);
  const { data } = distances;
  const nearest = new Float64Array(n).fill(Infinity);
  for (let j = 0; j < k; j++)
    for (let i = 0, at = centres[j] * n; i < n; i++, at++)
      if (data[at] < nearest[i]) {
        nearest[i] = data[at];
        labels[i] = j;
      }
  // Of equal rows the first centre would take both and leave the other empty.
  for (let j = 0; j < k; j++) labels[centres[j]] = j;
  return labels;
}

/** Edges of a minimum spanning tree, shortest first. */
interface Tree {
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** Source: R. Prim, Bell System Technical Journal 1957. O(n^2). */
function spanningTree({ data, rows: n }: Matrix): Tree {
  const nearest = new Float64Array(n).fill(Infinity);
  const from = new Int32Array(n);
  const joined = new Uint8Array(n);
  const edges: { from: number; to: number; length: number }[] = [];
  let last = 0;
  for (let count = 1; count < n; count++) {
    joined[last] = 1;
    let next = -1;
    for (let i = 0, at = last * n; i < n; i++, at++) {
      if (joined[i] === 1) continue;
      if (data[at] < nearest[i]) {
        nearest[i] = data[at];
        from[i] = last;
      }
      if (next < 0 || nearest[i] < nearest[next]) next = i;
    }
    edges.push({ from: from[next], to: next, length: nearest[next] });
    last = next;
  }
  edges.sort((a, b) => a.length - b.length);
  return { from: Int32Array.from(edges, (edge) => edge.from), to: Int32Array.from(edges, (edge) => edge.to) };
}

/**
 * k random rows grow: the free row nearest to any clustered one joins it, until none is free. Whoever joins comes along an
 * edge of the minimum spanning tree, so it is enough to go through those, shortest first, and join what they connect
 * unless both have a start already. O(n) with the tree.
 */
export function randomGrowth(distances: Matrix, k: number, random: Random, tree = spanningTree(distances)): Int32Array {
  const n = distances.rows;
  const parent = new Int32Array(n);
  for (let i = 0; i < n; i++) parent[i] = i;
  const started = new Int32Array(n).fill(-1);
  sampleWithout(random, n, k).forEach((row, label) => (started[row] = label));
  const { from, to } = tree;
  for (let edge = 0; edge < from.length; edge++) {
    const a = rootOf(parent, from[edge]);
    const b = rootOf(parent, to[edge]);
    if (started[a] < 0) parent[a] = b;
    else if (started[b] < 0) parent[b] = a;
  }
  const labels = new Int32Array(n);
  for (let i = 0; i < n; i++) labels[i] = started[rootOf(parent, i)];
  return labels;
}

/** The row at the end of the way up, which it halves. */
function rootOf(parent: Int32Array, row: number): number {
  let at = row;
  while (parent[at] !== at) {
    parent[at] = parent[parent[at]];
    at = parent[at];
  }
  return at;
}
