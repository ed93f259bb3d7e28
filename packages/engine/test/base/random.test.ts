import { describe, expect, test } from 'vitest';
import { gaussian, mixSeed, sampleWithout, seededRandom } from '../../src/base/random.ts';

const draws = (seed: number, count: number): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, random);
};

describe('seeded random', () => {
  test('the same seed repeats its stream, another seed does not', () => {
    expect(draws(7, 20)).toEqual(draws(7, 20));
    expect(draws(7, 20)).not.toEqual(draws(8, 20));
  });

  test('draws lie in [0, 1) and fill ten equal bins evenly', () => {
    const values = draws(1, 100_000);
    expect(Math.min(...values.slice(0, 1000))).toBeGreaterThanOrEqual(0);
    const bins = Array.from({ length: 10 }, () => 0);
    for (const value of values) bins[Math.floor(value * 10)]++;
    // Chi-square with 9 degrees of freedom exceeds 27.9 once in a thousand streams; this stream is fixed.
    const chiSquare = bins.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chiSquare).toBeLessThan(27.9);
  });

  test('neighbouring sub-streams are unrelated', () => {
    const a = draws(mixSeed(42, 0), 20_000);
    const b = draws(mixSeed(42, 1), 20_000);
    const product = a.reduce((sum, value, i) => sum + (value - 0.5) * (b[i] - 0.5), 0) / a.length;
    expect(Math.abs(product * 12)).toBeLessThan(0.03); // correlation; its standard error is 0.007
  });

  test('normal draws have mean 0, deviation 1 and the right share beyond 1.96', () => {
    const random = seededRandom(3);
    const values = Array.from({ length: 50_000 }, () => gaussian(random));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(variance - 1)).toBeLessThan(0.03);
    expect(values.filter((value) => Math.abs(value) > 1.96).length / values.length).toBeCloseTo(0.05, 2);
  });

  test('sampling without replacement never repeats and stops at n', () => {
    const sample = sampleWithout(seededRandom(5), 50, 20);
    expect(new Set(sample).size).toBe(20);
    expect(sampleWithout(seededRandom(5), 4, 9).toSorted()).toEqual(Int32Array.of(0, 1, 2, 3));
  });

  test.each([
    [64, 1],
    [640, 10],
    [639, 10],
    [6400, 100],
    [300, 300],
    [7, 0],
  ])('of %i integers %i are those that a shuffle puts first', (n, count) => {
    const random = seededRandom(n);
    const index = Array.from({ length: n }, (_, i) => i);
    for (let i = 0; i < count; i++) {
      const j = i + Math.floor(random() * (n - i));
      [index[i], index[j]] = [index[j], index[i]];
    }
    expect([...sampleWithout(seededRandom(n), n, count)]).toEqual(index.slice(0, count));
  });
});
