import { type CaseResult, parts } from './case.ts';
import { median, type Question, roundsFor, runCase, type Settings, spread } from './measure.ts';

/** Every part alone, then the whole with its phases; each in a process of its own. */
export const partsQuestion: Question = {
  name: 'parts',
  asks: 'where do the time and the memory of a segmentation go?',
  async ask(settings: Settings) {
    for (const n of settings.sizes)
      for (const part of parts) {
        const { seed, body } = settings;
        const options = { n, seed, rounds: roundsFor(n, settings), body, preprocessing: 'auto' as const };
        say(await runCase(part, options), settings);
      }
  },
};

function say(result: CaseResult, { json }: Settings): void {
  const { part, n, seconds, peakMb, facts } = result;
  if (json) {
    console.log(JSON.stringify({ question: 'parts', part, n, median: median(seconds), seconds, peakMb }));
    return;
  }
  console.log(`${String(n).padStart(7)}  ${part.padEnd(12)} ${spread(seconds).padEnd(42)} peak ${peakMb} MB`);
  for (const [phase, taken] of Object.entries((facts['phases'] ?? {}) as Record<string, number>))
    console.log(`${' '.repeat(11)}${phase.padEnd(14)} ${taken.toPrecision(3)} s in the last round`);
}
