import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { CaseOptions, CaseResult, Part } from './case.ts';

/** What the command line says, the same for every question. */
export interface Settings {
  readonly sizes: readonly number[];
  readonly seed: number;
  /** Rounds per case; left out, 5 up to 10,000 customers and fewer above. */
  readonly rounds?: number;
  readonly body?: string;
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

/** Runs a program, with more in its environment if asked, and returns what it printed. */
export async function run(program: string, args: readonly string[], more?: NodeJS.ProcessEnv): Promise<string> {
  const { stdout } = await execute(program, args, { maxBuffer: 64 * 1024 * 1024, env: { ...process.env, ...more } });
  return stdout;
}

/** Measures one case in a fresh process. */
export async function runCase(part: Part, options: CaseOptions): Promise<CaseResult> {
  const script = fileURLToPath(new URL('case.ts', import.meta.url));
  const printed = await run(process.execPath, ['--conditions=development', script, part, JSON.stringify(options)]);
  return JSON.parse(printed) as CaseResult;
}

export function roundsFor(n: number, settings: Settings): number {
  return settings.rounds ?? (n <= 10_000 ? 5 : 1);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** "1.23 s (1.20 to 1.31, 5 rounds)". */
export function spread(seconds: readonly number[]): string {
  if (seconds.length === 1) return `${shown(seconds[0])} s (1 round)`;
  const range = `${shown(Math.min(...seconds))} to ${shown(Math.max(...seconds))}`;
  return `${shown(median(seconds))} s (${range}, ${seconds.length} rounds)`;
}

function shown(value: number): string {
  return value.toPrecision(3);
}

/** Where figures were taken: without it they mean nothing. */
export function machine(): { cpu: string; cores: number; memoryGb: number; node: string } {
  const memory = /MemTotal:\s+(\d+)/.exec(readText('/proc/meminfo'));
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(Number(memory?.[1] ?? 0) / 1024 / 1024),
    node: process.version,
  };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // not Linux: the machine is described without its memory
  }
}
