/**
 * One measured case in a process of its own, so that its peak memory is its own. Prints one line of JSON.
 *
 *   node --conditions=development bench/case.ts PART '{"n":10000,"seed":7,"rounds":5}'
 */
import { readFileSync } from 'node:fs';
import {
  agglomerative,
  buildSpace,
  calinskiHarabasz,
  type CustomerTable,
  cutTree,
  daviesBouldin,
  dbscan,
  gaussianMixture,
  kMeans,
  type Matrix,
  resolveOptions,
  segment,
  silhouettes,
} from '@clientele/engine';
import { openThreads } from '@clientele/engine/node';
import { decode } from '../packages/service/src/contract/segmentation/purchasing-decode.ts';
import { benchCustomers, bodyOf, readBody } from './customers.ts';
import { peakMb } from './peak.ts';
import { type WorstCase, worstTable } from './worst-tables.ts';

export const parts = [
  'decode',
  'features',
  'kmeans',
  'gmm',
  'ward',
  'dbscan',
  'scores',
  'silhouettes',
  'exact-silhouettes',
  'whole',
] as const;
export type Part = (typeof parts)[number];

export interface CaseOptions {
  readonly n: number;
  readonly seed: number;
  readonly rounds: number;
  /** A request body to read instead of drawing customers. */
  readonly body?: string | undefined;
  /** Threads that compute, this one included. */
  readonly threads: number;
  readonly maxClusters: number;
  /** A table made to be awkward, instead of customers. */
  readonly worst?: WorstCase;
  readonly eps?: number;
  /** Feature space of the run: `standard` is what other tools cluster. */
  readonly preprocessing: 'auto' | 'standard';
}

export interface CaseResult {
  readonly part: Part;
  readonly n: number;
  readonly d: number;
  /** Of every round, in order; the first is cold. */
  readonly seconds: readonly number[];
  /** Seconds of each phase of a whole segmentation, by round. */
  readonly phases: readonly Readonly<Record<string, number>>[];
  readonly peakMb: number;
  /** What came out, so that work cannot be optimised away and results can be compared. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Work to time: returns what came out. Everything before is preparation. */
type Work = () => Readonly<Record<string, unknown>>;

type PartOfPoints = Exclude<Part, 'decode' | 'features' | 'whole'>;

const prepare: Record<PartOfPoints, (points: Matrix, ks: readonly number[]) => Work> = {
  kmeans(points, ks) {
    return () => ({ inertia: ks.map((nClusters) => kMeans(points, { nClusters }).inertia) });
  },
  gmm(points, ks) {
    const starts = ks.map((nClusters) => kMeans(points, { nClusters, nInit: 1 }).labels);
    return () => ({
      logLikelihood: ks.map(
        (nComponents, i) => gaussianMixture(points, { nComponents, init: starts[i] }).logLikelihood,
      ),
    });
  },
  ward(points, ks) {
    return () => {
      const tree = agglomerative(points, { linkage: 'ward' });
      return { lastHeight: tree.heights.at(-1), groups: ks.map((k) => new Set(cutTree(tree, k)).size) };
    };
  },
  dbscan(points) {
    return () => ({ groups: dbscan(points, { eps: 0.4, minSamples: 5 }).nClusters });
  },
  scores(points, ks) {
    const labellings = labellingsOfSweep(points, ks);
    return () => ({
      daviesBouldin: labellings.map((labels) => daviesBouldin(points, labels)),
      calinskiHarabasz: labellings.map((labels) => calinskiHarabasz(points, labels)),
    });
  },
  silhouettes(points, ks) {
    const labellings = labellingsOfSweep(points, ks);
    return () => ({ silhouettes: silhouettes(points, labellings) });
  },
  'exact-silhouettes'(points, ks) {
    const labellings = labellingsOfSweep(points, ks);
    return () => ({ silhouettes: silhouettes(points, labellings, { exactUpTo: Infinity }) });
  },
};

/** The labellings that a sweep scores: three algorithms with every k, and DBSCAN. */
function labellingsOfSweep(points: Matrix, ks: readonly number[]): Int32Array[] {
  const centred = ks.map((nClusters) => kMeans(points, { nClusters, nInit: 1 }).labels);
  const mixed = ks.map((nComponents, i) => gaussianMixture(points, { nComponents, init: centred[i] }).labels);
  const tree = agglomerative(points, { linkage: 'ward' });
  const nested = ks.map((k) => cutTree(tree, k));
  return [...centred, ...mixed, ...nested, dbscan(points, { eps: 0.4, minSamples: 5 }).labels];
}

function prepareWhole(table: CustomerTable, { preprocessing, maxClusters, eps = 0.4 }: CaseOptions): Work {
  return () => {
    const phases: Record<string, number> = {};
    let since = performance.now();
    const onProgress = ({ phase }: { phase: string }): void => {
      const now = performance.now();
      phases[phase] = (phases[phase] ?? 0) + (now - since) / 1000;
      since = now;
    };
    const found = segment(table, { preprocessing, maxClusters, eps }, { onProgress });
    return {
      phases,
      winner: found.selection.winner,
      verdict: found.structure.verdict,
      notices: found.notices.map(({ code }) => code),
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

/** The one place where threads are opened: everything after it computes on that many, with the same answer. */
async function onThreads<Result>(count: number, work: () => Result): Promise<Result> {
  const threads = openThreads(count);
  try {
    return work();
  } finally {
    await threads.close();
  }
}

function workOf(part: Part, options: CaseOptions): { work: Work; n: number; d: number } {
  const { body, preprocessing, worst, maxClusters } = options;
  if (part === 'decode') {
    const bytes =
      body === undefined ? Buffer.from(bodyOf(benchCustomers(options.n, options.seed))) : readFileSync(body);
    const { ids, names } = decode(bytes, null).table;
    return { work: () => ({ rows: decode(bytes, null).table.ids.length }), n: ids.length, d: names.length };
  }
  const table = tableOf(options, worst);
  const n = table.ids.length;
  const space = (): ReturnType<typeof buildSpace> => buildSpace(table, resolveOptions({ preprocessing }));
  const { points } = space().space;
  const ks = Array.from({ length: maxClusters - 1 }, (_, at) => at + 2);
  if (part === 'whole') return { work: prepareWhole(table, options), n, d: points.cols };
  if (part === 'features') return { work: () => ({ distinct: space().space.distinct }), n, d: points.cols };
  return { work: prepare[part](points, ks), n, d: points.cols };
}

function tableOf({ n, seed, body }: CaseOptions, worst: WorstCase | undefined): CustomerTable {
  if (worst !== undefined) return worstTable(worst, n, seed);
  return body === undefined ? benchCustomers(n, seed) : readBody(body);
}

function measure(part: Part, options: CaseOptions): CaseResult {
  const { work, n, d } = workOf(part, options);
  const seconds: number[] = [];
  const phases: Record<string, number>[] = [];
  let facts: Readonly<Record<string, unknown>> = {};
  for (let round = 0; round < options.rounds; round++) {
    const start = performance.now();
    facts = work();
    seconds.push((performance.now() - start) / 1000);
    phases.push((facts['phases'] ?? {}) as Record<string, number>);
  }
  return { part, n, d, seconds, phases, peakMb: peakMb(), facts };
}

if (import.meta.main) {
  const [part, given] = process.argv.slice(2);
  const options = JSON.parse(given) as CaseOptions;
  console.log(JSON.stringify(await onThreads(options.threads, () => measure(part as Part, options))));
}
