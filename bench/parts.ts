import { type CaseResult, parts } from './case.ts';
import { caseOf, median, type Question, runCase, type Settings, spread, spreadOf, time, warm } from './measure.ts';

/** Exact silhouettes grow with the square of the customers: from here on they are left out. */
const EXACT_UP_TO = 100_000;

/** Every part alone, then the whole with its phases; each in a process of its own. */
export const partsQuestion: Question = {
  name: 'parts',
  asks: 'where do the time and the memory of a segmentation go?',
  async ask(settings: Settings) {
    for (const n of settings.sizes)
      for (const part of parts) {
        if (part === 'exact-silhouettes' && n > EXACT_UP_TO) continue;
        say(await runCase(part, caseOf(n, settings)), settings);
      }
  },
};

/** Median of each phase over the rounds counted. Trust and profiles have no part of their own: these are their times. */
export function phasesOf({ phases }: CaseResult): Record<string, number> {
  const counted = warm(phases);
  const names = Object.keys(counted[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, median(counted.map((each) => each[name] ?? 0))]));
}

function say(result: CaseResult, { json, threads }: Settings): void {
  const { part, n, seconds, peakMb } = result;
  const phases = phasesOf(result);
  if (json) {
    const facts = { part, n, threads, ...spreadOf(warm(seconds)), seconds, peakMb, phases };
    console.log(JSON.stringify({ question: 'parts', ...facts }));
    return;
  }
  console.log(`${String(n).padStart(7)}  ${part.padEnd(18)} ${spread(warm(seconds)).padEnd(66)} peak ${peakMb} MB`);
  for (const [phase, taken] of Object.entries(phases))
    console.log(`${' '.repeat(11)}${phase.padEnd(16)} ${time(taken)}`);
}
