import { type CaseResult, type Part } from './case.ts';
import { caseOf, median, type Question, runCase, type Settings, time, warm } from './measure.ts';

const curved: readonly Part[] = [
  'decode',
  'features',
  'kmeans',
  'gmm',
  'ward',
  'dbscan',
  'scores',
  'silhouettes',
  'whole',
];

/** Time and memory against the number of customers: 1 is linear, 2 quadratic. */
export const curveQuestion: Question = {
  name: 'curve',
  asks: 'how do time and memory grow with the customers?',
  async ask(settings: Settings) {
    for (const part of curved) {
      const results: CaseResult[] = [];
      for (const n of settings.sizes) results.push(await runCase(part, caseOf(n, settings)));
      say(part, results, settings);
    }
  },
};

function say(part: Part, results: readonly CaseResult[], { json }: Settings): void {
  const sizes = results.map(({ n }) => n);
  const medians = results.map(({ seconds }) => median(warm(seconds)));
  const peaks = results.map(({ peakMb }) => peakMb);
  const slope = slopeOf(sizes, medians);
  if (json) {
    console.log(JSON.stringify({ question: 'curve', part, sizes, medians, peaks, slope }));
    return;
  }
  const shown = sizes.map((n, at) => `${n.toLocaleString('en')}: ${time(medians[at])}, ${peaks[at]} MB`).join('  ');
  console.log(`  ${part.padEnd(12)} slope ${slope === null ? '-' : slope.toFixed(2)}   ${shown}`);
}

/** Least squares of log time on log n; null with one size. */
function slopeOf(sizes: readonly number[], seconds: readonly number[]): number | null {
  if (sizes.length < 2) return null;
  const x = sizes.map(Math.log);
  const y = seconds.map(Math.log);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const across = x.reduce((sum, value, at) => sum + (value - mx) * (y[at] - my), 0);
  return across / x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
}
