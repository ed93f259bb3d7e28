import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gaussian, type Random, seededRandom } from '../../src/base/random.ts';
import { blurToOneHump, spread } from '../../src/evaluation/hump.ts';

/** The definition: every kernel at every point of the grid by an exponential of its own. */
function plainBlur(sorted: Float64Array): number {
  const humps = (bandwidth: number): boolean => {
    const n = sorted.length;
    const from = sorted[Math.floor(0.025 * (n - 1))];
    const to = sorted[Math.ceil(0.975 * (n - 1))];
    const grid = Array.from({ length: 128 }, (_, g) => from + (g * (to - from)) / 127);
    const density = grid.map((at) => sorted.reduce((sum, x) => sum + Math.exp(-0.5 * ((at - x) / bandwidth) ** 2), 0));
    return (
      to > from &&
      grid.some((at, g) => {
        const below = sorted.filter((x) => x <= at).length;
        const lower = Math.min(Math.max(0, ...density.slice(0, g)), Math.max(...density.slice(g)));
        return density[g] <= 0.6 * lower && Math.min(below, n - below) >= Math.max(10, 0.05 * n);
      })
    );
  };
  const deviation = spread(sorted);
  let width = Math.max(0.3, 0.9 * sorted.length ** -0.2);
  if (!(deviation > 0) || !humps(width * deviation)) return 0;
  while (width < 4 && humps(width * deviation)) width *= 1.25;
  return width;
}

const kinds: Record<string, (random: Random, i: number) => number> = {
  'one normal hump': (random) => gaussian(random),
  'two humps': (random, i) => gaussian(random) + (i % 3 === 0 ? 4 : 0),
  'three humps far apart': (random, i) => gaussian(random) + 20 * (i % 3),
  'a lattice of counts': (random) => Math.floor(6 * random() * random()),
  'two values': (_, i) => i % 2,
  'a long tail': (random) => Math.exp(2 * gaussian(random)),
  'one far outlier': (random, i) => (i === 0 ? 1e9 : gaussian(random) + (i % 2) * 6),
  'a huge offset': (random, i) => 1e9 + gaussian(random) + (i % 2) * 5,
  'a constant': () => 7,
};

describe.each(Object.entries(kinds))('the blur of %s', (_, draw) => {
  test.each([1, 2, 17, 100, 600])('is that of the definition (%i values)', (n) => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = seededRandom(seed);
        const sorted = Float64Array.from({ length: n }, (_value, i) => draw(random, i)).toSorted();
        expect(blurToOneHump(sorted)).toBe(plainBlur(sorted));
      }),
      { seed: 1, numRuns: 3 },
    );
  });
});

test('two humps are found, one hump needs no blur', () => {
  const random = seededRandom(5);
  const one = Float64Array.from({ length: 400 }, () => gaussian(random)).toSorted();
  const two = Float64Array.from({ length: 400 }, (_, i) => gaussian(random) + 6 * (i % 2)).toSorted();
  expect(blurToOneHump(one)).toBe(0);
  expect(blurToOneHump(two)).toBeGreaterThan(0.3);
});

test('two groups at both ends of the number range need a blur', () => {
  const ends = Float64Array.from({ length: 40 }, (_, i) => (i < 20 ? -1e150 : 1e150));
  expect(blurToOneHump(ends)).toBeGreaterThan(0);
});
