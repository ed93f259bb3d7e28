import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { elbow } from '../../src/evaluation/elbow.ts';

test('the corner of a curve that falls steeply and then flattens', () => {
  expect(elbow([100, 40, 10, 8, 6, 4])).toBe(2);
});

test('the lowest index where two lie equally deep', () => {
  // The chord falls by 1 a step from 4 to 0; values 2 and 1 both lie 1 below it.
  expect(elbow([4, 2, 1, 1, 0])).toBe(1);
});

test.each([
  ['two values', [5, 1]],
  ['no values', []],
  ['a straight line', [4, 3, 2, 1, 0]],
  ['a flat line', [2, 2, 2]],
  ['a rising line', [1, 2, 5]],
  ['a curve above its chord', [10, 9.5, 8, 0]],
  ['a value that is not a number', [NaN, 2, 1]],
])('%s has no knee', (_, values) => {
  expect(elbow(values)).toBeNull();
});

test('stretching and raising the curve leaves the knee where it is', () => {
  const falling = fc
    .array(fc.integer({ min: 1, max: 50 }), { minLength: 3, maxLength: 12 })
    .map((steps) =>
      steps.toSorted((a, b) => b - a).reduce<number[]>((at, step) => [...at, at[at.length - 1] - step], [1000]),
    );
  fc.assert(
    // Powers of two keep the arithmetic exact, so that ties stay ties.
    fc.property(falling, fc.integer({ min: -3, max: 10 }), (values, power) => {
      expect(elbow(values.map((value) => 2 ** power * value + 4096))).toBe(elbow(values));
    }),
    { seed: 1, numRuns: 100 },
  );
});
