import type { CaseOptions, CaseResult } from './case.ts';
import { caseOf, median, type Question, runCase, type Settings, time, warm } from './measure.ts';
import { type WorstCase, worstCases } from './worst-tables.ts';

const LARGE = 100_000;

/** Awkward tables against common customers of the same number, in the same run; and what the answer says about it. */
export const worstQuestion: Question = {
  name: 'worst',
  asks: 'how much longer do awkward tables take than common customers?',
  async ask(settings: Settings) {
    const sizes = settings.published ? [LARGE] : settings.sizes;
    for (const n of sizes) {
      const usual = await runCase('whole', caseOf(n, settings));
      say('common customers', usual, usual, settings);
      for (const name of worstCases) say(name, await runCase('whole', optionsOf(name, n, settings)), usual, settings);
    }
  },
};

function optionsOf(worst: WorstCase, n: number, settings: Settings): CaseOptions {
  const options = { ...caseOf(n, settings), body: undefined, worst };
  if (worst === 'eps = 1') return { ...options, eps: 1 };
  if (worst === 'heavy tails without logarithm') return { ...options, preprocessing: 'standard' };
  return options;
}

function say(name: string, result: CaseResult, usual: CaseResult, { json }: Settings): void {
  const taken = median(warm(result.seconds));
  const ratio = taken / median(warm(usual.seconds));
  const notices = result.facts['notices'] as readonly string[];
  const { n, peakMb } = result;
  if (json)
    console.log(JSON.stringify({ question: 'worst', name, n, seconds: result.seconds, ratio, peakMb, notices }));
  else {
    const said = [...new Set(notices)].join(', ');
    console.log(`${String(n).padStart(7)}  ${name.padEnd(30)} ${time(taken).padEnd(9)} x ${ratio.toFixed(2)}  ${said}`);
  }
}
