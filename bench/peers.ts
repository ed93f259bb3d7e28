import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CaseResult } from './case.ts';
import { benchCustomers, bodyOf } from './customers.ts';
import { median, type Question, roundsFor, run, runCase, type Settings, spread } from './measure.ts';
import { record } from './record.ts';

/** What bench/peers/sklearn_sweep.py prints. */
export interface Sweep {
  readonly n: number;
  readonly seconds: number;
  readonly parts: Readonly<Record<string, number>>;
  readonly peakMb: number;
  readonly silhouettes: Readonly<Record<string, readonly (number | null)[]>>;
  readonly inertia: readonly number[];
  readonly versions: Readonly<Record<string, string>>;
}

export interface Comparison {
  readonly n: number;
  readonly ours: CaseResult;
  /** Of our seconds (last round): the models and the scores, which is all that theirs does. */
  readonly sameWork: number;
  /** The faster of one core and all cores; threads that wait for each other can be slower than one. */
  readonly theirs: readonly Sweep[];
  readonly threads: number;
  /** Seconds of the other choice of cores. */
  readonly slowerChoice: number;
  /** Medians: their seconds over ours, all of ours counted; their peak memory over ours. */
  readonly faster: number;
  readonly smaller: number;
  readonly agreement: Agreement;
}

/** Do both find the same? Speed with other results would be no comparison. */
export interface Agreement {
  /** Largest difference of a Ward silhouette; null where either side sampled. */
  readonly wardSilhouette: number | null;
  /** Our K-Means inertia over theirs: least and largest of all k. Both sides stop in a local minimum. */
  readonly inertia: readonly [number, number];
}

const sweep = fileURLToPath(new URL('peers/sklearn_sweep.py', import.meta.url));
/** Phases of our run that have a twin in theirs; the others are trust, personas, profiles and rules. */
const shared = ['features', 'kmeans', 'gmm', 'hierarchical', 'dbscan', 'scores'];

/** The same customers, the same machine, one after the other: our whole segmentation beside scikit-learn's sweep. */
export const peersQuestion: Question = {
  name: 'peers',
  asks: 'how does a whole segmentation compare with the same sweep in scikit-learn?',
  async ask(settings: Settings) {
    const missing = await whatIsMissing(settings.python);
    if (missing !== null) {
      console.error(`peers: left out, ${missing}`);
      return;
    }
    const [load] = loadavg();
    const compared: Comparison[] = [];
    for (const n of settings.sizes) {
      const comparison = await compare(n, settings);
      say(comparison, settings);
      compared.push(comparison);
    }
    // A part of the sizes, or somebody's own body, must not take the place of the published table.
    if (settings.published) record(compared, load);
    else console.error('peers: not recorded, because --sizes or --body was given');
  },
};

async function whatIsMissing(python: string): Promise<string | null> {
  try {
    await run(python, ['-c', 'import sklearn, fastcluster']);
    return null;
  } catch {
    return `${python} cannot import sklearn and fastcluster. On Debian: apt-get install python3-sklearn python3-fastcluster.`;
  }
}

async function compare(n: number, settings: Settings): Promise<Comparison> {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-bench-'));
  try {
    const body = settings.body ?? join(folder, 'body.json');
    if (settings.body === undefined) writeFileSync(body, bodyOf(benchCustomers(n, settings.seed)));
    const rounds = roundsFor(n, settings);
    const ours = await runCase('whole', { n, seed: settings.seed, rounds, body, preprocessing: 'standard' });
    // A sweep of theirs takes long: as many rounds as ours up to 1,000 customers, one above.
    const sweeps = ours.n <= 1000 ? rounds : 1;
    const choices = [
      await sweepWith(1, sweeps, body, settings),
      await sweepWith(cpus().length, sweeps, body, settings),
    ];
    const [theirs, other] = choices.toSorted((a, b) => secondsOf(a.sweeps) - secondsOf(b.sweeps));
    const phases = ours.facts['phases'] as Record<string, number>;
    return {
      n: ours.n,
      ours,
      sameWork: shared.reduce((sum, phase) => sum + (phases[phase] ?? 0), 0),
      theirs: theirs.sweeps,
      threads: theirs.threads,
      slowerChoice: secondsOf(other.sweeps),
      faster: secondsOf(theirs.sweeps) / median(ours.seconds),
      smaller: median(theirs.sweeps.map(({ peakMb }) => peakMb)) / ours.peakMb,
      agreement: agreement(ours, theirs.sweeps[0]),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function sweepWith(
  threads: number,
  rounds: number,
  body: string,
  { python }: Settings,
): Promise<{ threads: number; sweeps: readonly Sweep[] }> {
  const more = { OMP_NUM_THREADS: String(threads), OPENBLAS_NUM_THREADS: String(threads) };
  const sweeps: Sweep[] = [];
  for (let round = 0; round < rounds; round++) sweeps.push(JSON.parse(await run(python, [sweep, body], more)) as Sweep);
  return { threads, sweeps };
}

function secondsOf(sweeps: readonly Sweep[]): number {
  return median(sweeps.map(({ seconds }) => seconds));
}

interface CandidateFacts {
  readonly algorithm: string;
  readonly silhouette: number | null;
  readonly method: string | null;
  readonly inertia: number | null;
}

function agreement(ours: CaseResult, theirs: Sweep): Agreement {
  const candidates = ours.facts['candidates'] as readonly CandidateFacts[];
  const ward = candidates.filter(({ algorithm }) => algorithm === 'Agglomerative');
  const exact = ward.every(({ method }) => method === 'exact');
  const apart = ward.map(({ silhouette }, i) =>
    Math.abs((silhouette ?? NaN) - (theirs.silhouettes['hierarchical'][i] ?? NaN)),
  );
  const inertias = candidates.flatMap(({ algorithm, inertia }) => (algorithm === 'KMeans' ? [inertia ?? NaN] : []));
  const ratios = inertias.map((inertia, i) => inertia / theirs.inertia[i]);
  return {
    wardSilhouette: exact ? Math.max(...apart) : null,
    inertia: [Math.min(...ratios), Math.max(...ratios)],
  };
}

function say(comparison: Comparison, { json }: Settings): void {
  if (json) {
    console.log(JSON.stringify({ question: 'peers', ...comparison }));
    return;
  }
  const { n, ours, sameWork, theirs, threads, slowerChoice, faster, smaller, agreement: same } = comparison;
  const indent = ' '.repeat(9);
  console.log(`${String(n).padStart(7)}  Clientele     ${spread(ours.seconds).padEnd(42)} peak ${ours.peakMb} MB`);
  console.log(`${indent}  of which models and scores ${sameWork.toPrecision(3)} s`);
  const seconds = theirs.map((each) => each.seconds);
  console.log(`${indent}scikit-learn  ${spread(seconds).padEnd(42)} peak ${theirs[0].peakMb} MB`);
  console.log(`${indent}  with ${threads} threads; the other choice took ${slowerChoice.toPrecision(3)} s`);
  const apart = same.wardSilhouette?.toExponential(1);
  const ward = apart === undefined ? 'Ward silhouettes are sampled' : `Ward silhouettes differ by ${apart}`;
  console.log(`${indent}theirs over ours: time ${faster.toFixed(1)}, memory ${smaller.toFixed(1)}`);
  const [least, largest] = same.inertia.map((ratio) => ratio.toFixed(4));
  console.log(`${indent}${ward}; K-Means inertia is ${least} to ${largest} of theirs`);
}
