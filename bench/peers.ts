import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CaseResult } from './case.ts';
import { type Agreement, beside, type Comparison, LIMIT_SECONDS, type Sweep, timeOrNot } from './comparison.ts';
import { benchCustomers, bodyOf } from './customers.ts';
import {
  caseOf,
  median,
  type Question,
  run,
  runCase,
  runScript,
  type Settings,
  spread,
  time,
  warm,
} from './measure.ts';
import { phasesOf } from './parts.ts';
import { libraries, type Library } from './peers/library-names.ts';
import { record } from './record.ts';

/** ml-hclust holds all distances in arrays of arrays: from here on it would take the machine's memory first. */
const HCLUST_UP_TO = 20_000;

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
    const options = { ...caseOf(n, settings), body, preprocessing: 'standard' } as const;
    const ours = await runCase('whole', options);
    const parts: Record<string, number> = {};
    for (const [part] of beside) parts[part] = median(warm((await runCase(part, options)).seconds));
    // A sweep of theirs takes long: a few rounds up to 1,000 customers, one above.
    const sweeps = ours.n <= 1000 ? 3 : 1;
    const choices = [
      await sweepWith(1, sweeps, body, settings),
      await sweepWith(cpus().length, sweeps, body, settings),
    ];
    const [theirs, other] = choices.toSorted((a, b) => secondsOf(a.sweeps) - secondsOf(b.sweeps));
    const phases = phasesOf(ours);
    const seconds = median(warm(ours.seconds));
    return {
      n: ours.n,
      ours,
      sameWork: shared.reduce((sum, phase) => sum + (phases[phase] ?? 0), 0),
      theirs: theirs.sweeps,
      threads: theirs.threads,
      slowerChoice: secondsOf(other.sweeps),
      faster: secondsOf(theirs.sweeps) / seconds,
      fasterThanExact: median(theirs.sweeps.map(({ exact }) => exact.seconds)) / seconds,
      smaller: median(theirs.sweeps.map(({ peakMb }) => peakMb)) / ours.peakMb,
      agreement: agreement(ours, theirs.sweeps[0]),
      parts,
      libraries: await timeLibraries(ours.n, body),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function sweepWith(
  threads: number,
  rounds: number,
  body: string,
  { python, exact }: Settings,
): Promise<{ threads: number; sweeps: readonly Sweep[] }> {
  const env = { OMP_NUM_THREADS: String(threads), OPENBLAS_NUM_THREADS: String(threads) };
  const flags = exact ? ['--exact'] : [];
  const sweeps: Sweep[] = [];
  for (let round = 0; round < rounds; round++)
    sweeps.push(JSON.parse(await run(python, [sweep, body, ...flags], { env })) as Sweep);
  return { threads, sweeps };
}

async function timeLibraries(n: number, body: string): Promise<Record<Library, number | null>> {
  const taken: [Library, number | null][] = [];
  for (const library of libraries) taken.push([library, await timeLibrary(library, n, body)]);
  return Object.fromEntries(taken) as Record<Library, number | null>; // one for each
}

async function timeLibrary(library: Library, n: number, body: string): Promise<number | null> {
  if (library === 'ml-hclust' && n > HCLUST_UP_TO) return null;
  try {
    const { seconds } = (await runScript('peers/libraries.ts', [library, body], LIMIT_SECONDS)) as { seconds: number };
    return seconds;
  } catch {
    return null; // ended, out of memory, or a stack too deep: it did not survive this size
  }
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
  const exact = theirs.exact.measured && ward.every(({ method }) => method === 'exact');
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
  const { n, ours, sameWork, theirs, threads, slowerChoice, agreement: same } = comparison;
  const indent = ' '.repeat(9);
  console.log(`${String(n).padStart(7)}  Clientele     ${spread(warm(ours.seconds))}, peak ${ours.peakMb} MB`);
  console.log(`${indent}  of which models and scores ${time(sameWork)}`);
  console.log(`${indent}scikit-learn  ${spread(theirs.map((each) => each.seconds))}, peak ${theirs[0].peakMb} MB`);
  console.log(`${indent}  with ${threads} threads; the other choice took ${time(slowerChoice)}`);
  const [{ exact }] = theirs;
  console.log(`${indent}  with exact silhouettes ${time(exact.seconds)}${exact.measured ? '' : ' (extrapolated)'}`);
  const ratios = `${comparison.faster.toFixed(1)}, with exact silhouettes ${comparison.fasterThanExact.toFixed(1)}`;
  console.log(`${indent}theirs over ours: time ${ratios}, memory ${comparison.smaller.toFixed(1)}`);
  for (const [part, their, library] of beside) {
    const other = library === null ? '' : `, ${library} ${timeOrNot(comparison.libraries[library])}`;
    const pair = `ours ${time(comparison.parts[part])}, theirs ${time(theirs[0].parts[their])}`;
    console.log(`${indent}  ${part.padEnd(12)} ${pair}${other}`);
  }
  const apart = same.wardSilhouette?.toExponential(1);
  const ward = apart === undefined ? 'Ward silhouettes are sampled' : `Ward silhouettes differ by ${apart}`;
  const [least, largest] = same.inertia.map((ratio) => ratio.toFixed(4));
  console.log(`${indent}${ward}; K-Means inertia is ${least} to ${largest} of theirs`);
}
