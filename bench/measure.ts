import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { CaseOptions, CaseResult, Part } from './case.ts';

/** What the command line says, the same for every question. */
export interface Settings {
  readonly sizes: readonly number[];
  readonly seed: number;
  /** Rounds per case; left out, 30 at 1,000 customers and fewer above. The first third is not counted. */
  readonly rounds?: number;
  readonly body?: string;
  /** Threads that compute; default all cores. */
  readonly threads: number;
  /** Largest k of a sweep. */
  readonly maxClusters: number;
  /** Run the other side's exact silhouettes at every size, instead of extrapolating above 20,000. */
  readonly exact: boolean;
  readonly python: string;
  /** Whether sizes and customers are those of the published table. */
  readonly published: boolean;
  /** One line of JSON per result instead of words. */
  readonly json: boolean;
}

/** One thing worth knowing about speed, and how it is found out. */
export interface Question {
  readonly name: string;
  readonly asks: string;
  readonly ask: (settings: Settings) => Promise<void>;
}

const execute = promisify(execFile);

/** Runs a program, with more in its environment and at most some seconds if asked, and returns what it printed. */
export async function run(
  program: string,
  args: readonly string[],
  more: { readonly env?: NodeJS.ProcessEnv; readonly seconds?: number } = {},
): Promise<string> {
  const env = { ...process.env, ...more.env };
  const { stdout } = await execute(program, args, {
    maxBuffer: 64 * 1024 * 1024,
    env,
    timeout: (more.seconds ?? 0) * 1000,
  });
  return stdout;
}

/** Runs a script of this folder in a process of its own and reads the JSON that it prints. */
export async function runScript(name: string, args: readonly string[], seconds?: number): Promise<unknown> {
  const script = fileURLToPath(new URL(name, import.meta.url));
  const more = seconds === undefined ? {} : { seconds };
  return JSON.parse(await run(process.execPath, ['--conditions=development', script, ...args], more));
}

/** Measures one case in a fresh process. */
export async function runCase(part: Part, options: CaseOptions): Promise<CaseResult> {
  return (await runScript('case.ts', [part, JSON.stringify(options)])) as CaseResult;
}

export function roundsFor(n: number, settings: Settings): number {
  return settings.rounds ?? (n <= 1_000 ? 30 : n <= 10_000 ? 12 : n <= 200_000 ? 6 : 1);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** What is said of repeated times. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly quartiles: readonly [number, number];
}

export function spreadOf(seconds: readonly number[]): Spread {
  return {
    median: median(seconds),
    min: Math.min(...seconds),
    quartiles: [quantile(seconds, 0.25), quantile(seconds, 0.75)],
  };
}

/** The value below which that share of the values lies, interpolated. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  return sorted[below] + (at - below) * (sorted[Math.min(below + 1, sorted.length - 1)] - sorted[below]);
}

/** Rounds without the first third, in which the hot code is still being compiled. */
export function warm<Round>(rounds: readonly Round[]): readonly Round[] {
  return rounds.slice(Math.floor(rounds.length / 3));
}

/** "1.23 s (min 1.20, quartiles 1.21 to 1.31, 5 rounds)". */
export function spread(seconds: readonly number[]): string {
  if (seconds.length === 1) return `${time(seconds[0])} (1 round)`;
  const { median: middle, min, quartiles } = spreadOf(seconds);
  return `${time(middle)} (min ${time(min)}, quartiles ${time(quartiles[0])} to ${time(quartiles[1])}, ${seconds.length} rounds)`;
}

/** "1.23 s", and "12.3 ms" below a second. */
export function time(seconds: number): string {
  if (seconds >= 1) return `${seconds < 100 ? seconds.toPrecision(3) : Math.round(seconds)} s`;
  return `${(seconds * 1000).toPrecision(3)} ms`;
}

/** What every case of a run has in common. */
export function caseOf(n: number, settings: Settings): CaseOptions {
  const { seed, body, threads, maxClusters } = settings;
  return { n, seed, body, threads, maxClusters, rounds: roundsFor(n, settings), preprocessing: 'auto' };
}

/** Where figures were taken, and of what: without it they mean nothing. */
export function machine(): { cpu: string; cores: number; memoryGb: number; node: string; commit: string } {
  const memory = /MemTotal:\s+(\d+)/.exec(readText('/proc/meminfo'));
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(Number(memory?.[1] ?? 0) / 1024 / 1024),
    node: process.version,
    commit: commit(),
  };
}

/** The commit measured, with a plus where files differ from it. */
function commit(): string {
  try {
    const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8', stdio: 'pipe' }).trim();
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', 'packages') === '' ? '' : '+');
  } catch {
    return 'unknown'; // not a checkout
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // not Linux: the machine is described without its memory
  }
}
