/**
 * One measured case in a process of its own, so that its peak memory is its own. Prints one line of JSON.
 *
 *   node --conditions=development bench/case.ts PART '{"n":10000,"seed":7,"rounds":5}'
 */
import {
  agglomerative,
  buildSpace,
  type CustomerTable,
  cutTree,
  dbscan,
  gaussianMixture,
  kMeans,
  type Matrix,
  resolveOptions,
  segment,
  silhouettes,
} from '@clientele/engine';
import { benchCustomers, readBody } from './customers.ts';

export const parts = ['kmeans', 'gmm', 'ward', 'dbscan', 'silhouettes', 'whole'] as const;
export type Part = (typeof parts)[number];

export interface CaseOptions {
  readonly n: number;
  readonly seed: number;
  readonly rounds: number;
  /** A request body to read instead of drawing customers. */
  readonly body?: string;
  /** Feature space of the run: `standard` is what other tools cluster. */
  readonly preprocessing: 'auto' | 'standard';
}

export interface CaseResult {
  readonly part: Part;
  readonly n: number;
  readonly d: number;
  /** Of every round, in order; the first is cold. */
  readonly seconds: readonly number[];
  readonly peakMb: number;
  /** What came out, so that work cannot be optimised away and results can be compared. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Work to time: returns what came out. Everything before is preparation. */
type Work = () => Readonly<Record<string, unknown>>;

const ks = [2, 3, 4, 5, 6, 7, 8, 9, 10];

const prepare: Record<Exclude<Part, 'whole'>, (points: Matrix) => Work> = {
  kmeans(points) {
    return () => ({ inertia: ks.map((nClusters) => kMeans(points, { nClusters }).inertia) });
  },
  gmm(points) {
    const starts = ks.map((nClusters) => kMeans(points, { nClusters, nInit: 1 }).labels);
    return () => ({
      logLikelihood: ks.map(
        (nComponents, i) => gaussianMixture(points, { nComponents, init: starts[i] }).logLikelihood,
      ),
    });
  },
  ward(points) {
    return () => {
      const tree = agglomerative(points, { linkage: 'ward' });
      return { lastHeight: tree.heights.at(-1), groups: ks.map((k) => new Set(cutTree(tree, k)).size) };
    };
  },
  dbscan(points) {
    return () => ({ groups: dbscan(points, { eps: 0.4, minSamples: 5 }).nClusters });
  },
  silhouettes(points) {
    const labellings = labellingsOfSweep(points);
    return () => ({ silhouettes: silhouettes(points, labellings).map((score) => score?.mean ?? null) });
  },
};

/** The 28 labellings that a sweep scores: three algorithms with nine k, and DBSCAN. */
function labellingsOfSweep(points: Matrix): Int32Array[] {
  const centred = ks.map((nClusters) => kMeans(points, { nClusters, nInit: 1 }).labels);
  const mixed = ks.map((nComponents, i) => gaussianMixture(points, { nComponents, init: centred[i] }).labels);
  const tree = agglomerative(points, { linkage: 'ward' });
  const nested = ks.map((k) => cutTree(tree, k));
  return [...centred, ...mixed, ...nested, dbscan(points, { eps: 0.4, minSamples: 5 }).labels];
}

function prepareWhole(table: CustomerTable, preprocessing: 'auto' | 'standard'): Work {
  return () => {
    const phases: Record<string, number> = {};
    let since = performance.now();
    const onProgress = ({ phase }: { phase: string }): void => {
      const now = performance.now();
      phases[phase] = (phases[phase] ?? 0) + (now - since) / 1000;
      since = now;
    };
    const found = segment(table, { preprocessing }, { onProgress });
    return {
      phases,
      winner: found.selection.winner,
      verdict: found.structure.verdict,
      candidates: found.candidates.map(({ algorithm, params, nClusters, silhouette, inertia }) => ({
        algorithm,
        params,
        nClusters,
        silhouette: silhouette?.mean ?? null,
        method: silhouette?.method ?? null,
        inertia,
      })),
    };
  };
}

function measure(part: Part, options: CaseOptions): CaseResult {
  const table = options.body === undefined ? benchCustomers(options.n, options.seed) : readBody(options.body);
  const { preprocessing } = options;
  const { points } = buildSpace(table, resolveOptions({ preprocessing })).space;
  const work = part === 'whole' ? prepareWhole(table, preprocessing) : prepare[part](points);
  const seconds: number[] = [];
  let facts: Readonly<Record<string, unknown>> = {};
  for (let round = 0; round < options.rounds; round++) {
    const start = performance.now();
    facts = work();
    seconds.push((performance.now() - start) / 1000);
  }
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
  return { part, n: table.ids.length, d: points.cols, seconds, peakMb, facts };
}

if (import.meta.main) {
  const [part, options] = process.argv.slice(2);
  console.log(JSON.stringify(measure(part as Part, JSON.parse(options) as CaseOptions)));
}
