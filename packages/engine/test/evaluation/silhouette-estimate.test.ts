import { describe, expect, test } from 'vitest';
import { gaussian, seededRandom } from '../../src/base/random.ts';
import { measureSilhouettes, silhouettes } from '../../src/evaluation/silhouette.ts';
import { type Matrix, matrix } from '../../src/matrix/matrix.ts';
import { dataset } from '../support/datasets.ts';

/** Skewed groups of unequal size: the first column is log-normal, as money is. */
function customers(rows: number): Matrix {
  const random = seededRandom(5);
  const points = matrix(rows, 3);
  for (let i = 0; i < rows; i++) {
    const group = groupOf(i);
    points.data[i * 3] = Math.exp(0.4 * group + 0.7 * gaussian(random));
    points.data[i * 3 + 1] = 2.5 * (group % 2) + gaussian(random);
    points.data[i * 3 + 2] = 3 * group + gaussian(random);
  }
  return points;
}

function groupOf(i: number): number {
  return i % 10 < 5 ? 0 : i % 10 < 8 ? 1 : i % 10 < 9 ? 2 : 3;
}

const rows = 2_400;
const points = customers(rows);
const labellings = {
  planted: Int32Array.from({ length: rows }, (_, i) => groupOf(i)),
  'two of the four, joined': Int32Array.from({ length: rows }, (_, i) => Math.min(groupOf(i), 1)),
  'cut along the money': Int32Array.from({ length: rows }, (_, i) => (points.data[i * 3] > 3 ? 1 : 0)),
  'planted, with noise and a singleton': Int32Array.from({ length: rows }, (_, i) =>
    i === 7 ? 9 : i % 12 === 0 ? -1 : groupOf(i),
  ),
  'rings about the origin': Int32Array.from({ length: rows }, (_, i) =>
    Math.min(3, Math.floor(Math.hypot(points.data[i * 3 + 1], points.data[i * 3 + 2]) / 2)),
  ),
};
const names = Object.keys(labellings);
const all = Object.values(labellings);
const truth = silhouettes(points, all);

describe('500 samples of 1,000 of 2,400 rows', () => {
  const estimates = Array.from({ length: 500 }, (_, seed) =>
    silhouettes(points, all, { exactUpTo: 100, halfWidth: 1, seed }),
  );

  test.each(names.map((name, index) => ({ name, index })))(
    '$name: the interval holds the exact mean in 93 % or more',
    ({ index }) => {
      const exact = truth[index]?.mean ?? NaN;
      const held = estimates.filter((scores) => {
        const score = scores[index];
        return score !== null && score.method === 'sampled' && Math.abs(score.mean - exact) <= score.halfWidth;
      });
      expect(held.length / estimates.length).toBeGreaterThanOrEqual(0.93);
    },
  );

  test.each(names.map((name, index) => ({ name, index })))(
    '$name: the mean of the estimates is the exact mean',
    ({ index }) => {
      const exact = truth[index]?.mean ?? NaN;
      const means = estimates.map((scores) => scores[index]?.mean ?? NaN);
      const average = means.reduce((sum, value) => sum + value, 0) / means.length;
      // Four standard errors of the average of 500 draws: half-width / 1.96 is one draw's.
      const error = (estimates[0][index]?.halfWidth ?? 0) / 1.96 / Math.sqrt(means.length);
      expect(Math.abs(average - exact)).toBeLessThan(4 * error);
    },
  );

  test('the interval is at least five times narrower than that of a plain sample of the same rows', () => {
    // Widths of these labellings spread by 0.2 or more, so a plain sample has 1.96 x 0.2 x sqrt((1 - 1/2.4) / 1000).
    const plain = 1.96 * 0.2 * Math.sqrt((1 - 1_000 / rows) / 1_000);
    expect(estimates[0][0]?.halfWidth).toBeLessThan(plain / 5);
  });
});

test('a larger sample goes on from a smaller one of the same seed, and finds what it would have found alone', () => {
  const options = { exactUpTo: 100, seed: 3 };
  const begun = measureSilhouettes(points, all, { ...options, halfWidth: 1 });
  const known = begun.map((measured) => measured?.widths);
  expect(known.map((widths) => widths?.rows.length)).toEqual(all.map(() => 1_000));
  const alone = silhouettes(points, all, { ...options, halfWidth: 0 });
  // Silhouettes of 2, which no computation gives: whoever copies them shows it.
  const marked = known.map((widths, at) =>
    at === 1 && widths ? { ...widths, values: widths.values.map(() => 2) } : widths,
  );
  silhouettes(points, all, { ...options, halfWidth: 0, known }).forEach((score, at) => {
    expect(score?.sampleSize).toBe(alone[at]?.sampleSize);
    // In another order of summing, in single precision.
    expect(score?.mean).toBeCloseTo(alone[at]?.mean ?? Number.NaN, 6);
  });
  const misled = silhouettes(points, all, { ...options, halfWidth: 0.5, known: marked });
  expect(misled[0]?.sampleSize).toBe(1_000);
  expect(misled[1]?.mean).toBeGreaterThan(1);
  const otherSeed = silhouettes(points, all, { exactUpTo: 100, seed: 4, halfWidth: 0, known });
  expect(otherSeed).toEqual(silhouettes(points, all, { exactUpTo: 100, seed: 4, halfWidth: 0 }));
});

test('a sample grows until the interval is narrow enough', () => {
  const wide = silhouettes(points, all, { exactUpTo: 100, halfWidth: 1 });
  const narrow = silhouettes(points, all, {
    exactUpTo: 100,
    halfWidth: 0.8 * Math.max(...wide.map((score) => score?.halfWidth ?? 0)),
  });
  for (const score of wide) expect(score?.sampleSize).toBe(1_000);
  for (const [index, score] of narrow.entries()) {
    expect(score?.method).toBe('sampled');
    expect(score?.sampleSize).toBeGreaterThan(1_000);
    expect(score?.halfWidth).toBeLessThanOrEqual(0.8 * Math.max(...wide.map((each) => each?.halfWidth ?? 0)));
    expect(score?.halfWidth).toBeLessThan(wide[index]?.halfWidth ?? 0);
  }
});

test('a sample that takes in every row is exact, and says so', () => {
  const scores = silhouettes(points, all, { exactUpTo: 100, halfWidth: 0 });
  for (const [index, score] of scores.entries()) {
    expect(score).toEqual({ method: 'exact', sampleSize: rows, halfWidth: 0, mean: expect.any(Number) });
    // The same values, added in another order.
    expect(Math.abs((score?.mean ?? NaN) - (truth[index]?.mean ?? NaN))).toBeLessThan(1e-12);
  }
});

test('never more than 4,000 rows are drawn, and the interval then tells how wide it stayed', () => {
  const { points: s1, labels } = dataset('s1');
  const [score] = silhouettes(s1, [labels], { exactUpTo: 100, halfWidth: 0 });
  const [exact] = silhouettes(s1, [labels]);
  expect(score).toMatchObject({ method: 'sampled', sampleSize: 4_000 });
  expect(score?.halfWidth).toBeGreaterThan(0);
  expect(Math.abs((score?.mean ?? NaN) - (exact?.mean ?? NaN))).toBeLessThan(3 * (score?.halfWidth ?? 0));
});

test('the same seed draws the same sample, alone or beside other labellings', () => {
  const options = { exactUpTo: 100, halfWidth: 1, seed: 3 };
  const beside = silhouettes(points, all, options);
  expect(silhouettes(points, all, options)).toEqual(beside);
  const alone = silhouettes(points, [all[2]], options)[0];
  expect(alone?.sampleSize).toBe(beside[2]?.sampleSize);
  // What the others tell of a row narrows the interval; the rows are the same, so the estimates stay close.
  expect(alone?.halfWidth).toBeGreaterThan(beside[2]?.halfWidth ?? NaN);
  expect(Math.abs((alone?.mean ?? NaN) - (beside[2]?.mean ?? NaN))).toBeLessThan(alone?.halfWidth ?? NaN);
  expect(silhouettes(points, all, { ...options, seed: 4 })).not.toEqual(beside);
});

test('labellings without a silhouette stay null beside sampled ones', () => {
  const one = new Int32Array(rows);
  const scores = silhouettes(points, [one, all[0], one], { exactUpTo: 100, halfWidth: 1 });
  expect(scores.map((score) => score?.method ?? null)).toEqual([null, 'sampled', null]);
});

test('equal points in two clusters are estimated as 0, not NaN', () => {
  const equal = matrix(1_500, 2, new Float64Array(3_000).fill(3.5));
  const labels = Int32Array.from({ length: 1_500 }, (_, i) => i % 2);
  expect(silhouettes(equal, [labels], { exactUpTo: 100 })).toEqual([
    { mean: 0, method: 'sampled', sampleSize: 1_000, halfWidth: 0 },
  ]);
});

test('progress never falls while a sample grows, and ends at 1', () => {
  const seen: number[] = [];
  silhouettes(points, all, { exactUpTo: 100, halfWidth: 0 }, { onProgress: ({ done }) => seen.push(done) });
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(seen.at(-1)).toBe(1);
});
