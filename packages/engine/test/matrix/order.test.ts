import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/base/random.ts';
import { ascendingOrder, inOrder, orderByWord, runAround } from '../../src/matrix/order.ts';

const runs = { seed: 1, numRuns: 50 };
// Both ways of sorting are met: few values are compared, many are counted.
const lengths = [0, 1, 2, 3, 5, 17, 63, 64, 65, 1000];

function compared(values: Float64Array): number[] {
  const below = (a: number, b: number): number =>
    a < b || (a === 0 && b === 0 && Object.is(a, -0) && !Object.is(b, -0)) ? -1 : 1;
  return [...values.keys()].toSorted((i, j) => (Object.is(values[i], values[j]) ? i - j : below(values[i], values[j])));
}

describe('ascendingOrder', () => {
  test('is the order of a stable comparison, for any numbers', () => {
    const number = fc.double({ noNaN: true });
    fc.assert(
      fc.property(fc.array(number, { maxLength: 200 }), (sent) => {
        const values = Float64Array.from(sent);
        expect([...ascendingOrder(values)]).toEqual(compared(values));
      }),
      runs,
    );
  });

  test.each(lengths)('keeps equal values in the order of their indices (%i values)', (n) => {
    const random = seededRandom(n);
    const values = Float64Array.from({ length: n }, () => Math.floor(5 * random()) - 2);
    expect([...ascendingOrder(values)]).toEqual(compared(values));
  });

  test.each(lengths)('sorts values that differ in their last bits only (%i values)', (n) => {
    const random = seededRandom(n);
    const values = Float64Array.from({ length: n }, () => 1e9 + Math.floor(8 * random()) * 2 ** -23);
    expect([...ascendingOrder(values)]).toEqual(compared(values));
  });

  test.each([-1, 1])('sorts groups that share their upper bits, long and short, of sign %i', (sign) => {
    const random = seededRandom(3);
    const groups = [500, 129, 128, 40, 2].flatMap((size, g) =>
      Array.from({ length: size }, () => sign * (1e9 * (g + 1) + Math.floor(300 * random()) * 2 ** -20)),
    );
    const values = Float64Array.from(groups).toSorted((a, b) => ((a * 7919) % 1) - ((b * 7919) % 1));
    expect([...ascendingOrder(values)]).toEqual(compared(values));
  });

  test.each([3, 100])('puts -0 before 0, infinities outside and denormals between (%i copies)', (copies) => {
    const ends = [0, Infinity, -5e-324, -0, 5e-324, -Infinity, 1e308, -1e308];
    const values = Float64Array.from({ length: copies * ends.length }, (_, i) => ends[i % ends.length]);
    expect([...ascendingOrder(values)]).toEqual(compared(values));
  });

  test('sorts a part of an array without looking at the rest, and leaves it as it is', () => {
    const random = seededRandom(7);
    const whole = Float64Array.from({ length: 300 }, random);
    const before = whole.slice();
    const part = whole.subarray(50, 250);
    expect([...ascendingOrder(part)]).toEqual(compared(part));
    expect(whole).toEqual(before);
  });
});

test('orderByWord sorts words without a sign, equal ones by index', () => {
  const word = fc.oneof(fc.integer(), fc.constantFrom(0, -1, 1, -2147483648, 2147483647));
  fc.assert(
    fc.property(fc.array(word, { maxLength: 100 }), (words) => {
      const { keys, order } = orderByWord(Int32Array.from(words));
      const wanted = [...words.keys()].toSorted((i, j) => (words[i] >>> 0) - (words[j] >>> 0) || i - j);
      expect([...order]).toEqual(wanted);
      expect([...keys]).toEqual(wanted.map((i) => words[i]));
    }),
    runs,
  );
});

test('runAround finds the equal keys on both sides', () => {
  const keys = Int32Array.of(1, 4, 4, 4, 9);
  expect(runAround(keys, 2)).toEqual({ from: 1, to: 4 });
  expect(runAround(keys, 0)).toEqual({ from: 0, to: 1 });
  expect(runAround(keys, 4)).toEqual({ from: 4, to: 5 });
});

test('inOrder takes values by index, the same one more than once where asked', () => {
  expect([...inOrder(Float64Array.of(5, 6, 7), Int32Array.of(2, 0, 0))]).toEqual([7, 5, 5]);
});
