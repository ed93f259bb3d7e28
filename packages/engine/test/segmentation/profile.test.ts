import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resolveOptions } from '../../src/base/options.ts';
import { buildSpace } from '../../src/features/space.ts';
import { profileSegments, trustOf } from '../../src/segmentation/profile.ts';
import { tableOf } from '../support/segmentations.ts';

function profile(columns: Record<string, number[]>, labels: number[], more = {}) {
  const { space } = buildSpace(tableOf(columns), resolveOptions({ preprocessing: 'standard' }));
  return profileSegments({
    space,
    labels: Int32Array.from(labels),
    valueFeature: 'purchase_total',
    silhouettes: null,
    stability: null,
    verdict: 'moderate',
    ...more,
  });
}

describe('a profile', () => {
  const { segments, base } = profile(
    { purchase_total: [10, 20, 30, 40, 100], fixed: [3, 3, 3, 3, 3] },
    [1, 1, 1, 1, 0],
  );

  test('has mean, median and quartiles of type 7 in the units sent', () => {
    expect(segments[1].features['purchase_total']).toEqual({
      mean: 25,
      median: 25,
      q25: 17.5,
      q75: 32.5,
      q05: 11.5,
      q95: 38.5,
      min: 10,
      max: 40,
    });
    expect(base['purchase_total'].median).toBe(30);
  });

  test('an effect is the difference of medians in standard deviations', () => {
    // Mean 40, squared deviations 900 + 400 + 100 + 0 + 3600 = 5000, population deviation sqrt(1000).
    expect(segments[1].effects['purchase_total']).toBeCloseTo((25 - 30) / Math.sqrt(1000), 12);
    expect(segments[0].effects['purchase_total']).toBeCloseTo((100 - 30) / Math.sqrt(1000), 12);
  });

  test('a constant column has a summary and no effect', () => {
    expect(segments[0].effects['fixed']).toBeNull();
    expect(segments[0].features['fixed'].mean).toBe(3);
  });

  test('value is the sum and its share of the whole', () => {
    expect(segments.map(({ value }) => value)).toEqual([
      { feature: 'purchase_total', total: 100, share: 0.5 },
      { feature: 'purchase_total', total: 100, share: 0.5 },
    ]);
  });

  test('the exemplar is the customer nearest the centre', () => {
    // The mean of 10, 20, 30, 40 is 25: rows 1 and 2 are equally near, and either is right.
    expect([1, 2]).toContain(segments[1].exemplar);
    expect(segments[0].exemplar).toBe(4);
  });
});

test('noise is the last segment, with id -1 and no stability', () => {
  const { segments } = profile({ purchase_total: [1, 2, 3, 4] }, [-1, 0, 0, 1], { stability: [0.9, 0.5] });
  expect(segments.map(({ id, size, stability, trust }) => [id, size, stability, trust])).toEqual([
    [0, 2, 0.9, 'stable'],
    [1, 1, 0.5, 'unreliable'],
    [-1, 1, null, null],
  ]);
});

test('where there is no structure no segment is called stable; the figure stays', () => {
  const { segments } = profile({ purchase_total: [1, 2, 3, 4] }, [0, 0, 1, 1], {
    stability: [0.9, 0.8],
    verdict: 'none',
  });
  expect(segments.map(({ stability, trust }) => [stability, trust])).toEqual([
    [0.9, null],
    [0.8, null],
  ]);
});

test('trust words change at 0.75 and 0.6', () => {
  expect([0.75, 0.749, 0.6, 0.599].map(trustOf)).toEqual(['stable', 'indicative', 'indicative', 'unreliable']);
});

test('silhouettes are averaged by segment, with the share below zero', () => {
  const silhouettes = { rows: Int32Array.of(0, 1, 2, 3), values: Float64Array.of(0.5, -0.1, 0.2, 0.4) };
  const { segments } = profile({ purchase_total: [1, 2, 3, 4] }, [0, 0, 1, 1], { silhouettes });
  expect(segments[0].silhouette).toEqual({ mean: 0.2, belowZero: 0.5 });
  expect(segments[1].silhouette?.mean).toBeCloseTo(0.3, 12);
});

test('shares of value are null when the whole is nothing or a segment has lost money', () => {
  const nothing = profile({ purchase_total: [0, 0, 0, 0], x: [1, 2, 3, 4] }, [0, 0, 1, 1]);
  expect(nothing.segments.map(({ value }) => value?.share)).toEqual([null, null]);
  const lost = profile({ purchase_total: [10, 10, -2, -2] }, [0, 0, 1, 1]);
  expect(lost.segments.map(({ value }) => [value?.total, value?.share])).toEqual([
    [20, null],
    [-4, null],
  ]);
});

test('without a value feature there is neither value nor tier', () => {
  const { segments, tiers } = profile({ x: [1, 2, 3, 4] }, [0, 0, 1, 1], { valueFeature: null });
  expect([segments[0].value, tiers]).toEqual([null, null]);
});

test('with preprocessing none an effect is still in standard deviations', () => {
  const table = tableOf({ purchase_total: [0, 0, 2000, 2000] });
  const { space } = buildSpace(table, resolveOptions({ preprocessing: 'none' }));
  const { segments } = profileSegments({
    space,
    labels: Int32Array.of(1, 1, 0, 0),
    valueFeature: null,
    silhouettes: null,
    stability: null,
    verdict: 'strong',
  });
  expect(segments.map(({ effects }) => effects['purchase_total'])).toEqual([1, -1]);
});

test('no figure is infinite or NaN, whatever finite numbers are sent', () => {
  const extreme = fc.oneof(
    fc.constantFrom(0, 1e308, -1e308, 1e-308, 5),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  fc.assert(
    fc.property(fc.array(extreme, { minLength: 4, maxLength: 30 }), fc.nat(2), (values, shift) => {
      const labels = values.map((_, i) => ((i + shift) % 3) - 1);
      const result = profile({ purchase_total: values, other: values.map((_, i) => i) }, labels);
      const numbers: number[] = [];
      JSON.stringify(result, (_, value: unknown) => {
        if (typeof value === 'number') numbers.push(value);
        return value;
      });
      expect(numbers.filter((value) => !Number.isFinite(value))).toEqual([]);
    }),
    { seed: 1, numRuns: 200 },
  );
});

test('the order of the rows changes no digit', () => {
  const values = [0.1, 0.7, 1e9, 0.3, 2, 5, 8, 0.2];
  const labels = [0, 1, 0, 0, 1, 1, 0, 1];
  const turned = profile({ purchase_total: values.toReversed() }, labels.toReversed());
  const straight = profile({ purchase_total: values }, labels);
  const figures = ({ segments }: typeof straight) => segments.map((segment) => ({ ...segment, exemplar: null }));
  expect(figures(turned)).toEqual(figures(straight));
});
