import { describe, expect, test } from 'vitest';
import { resolveOptions, type SegmentOptions } from '../../src/base/options.ts';
import { adjustedRand } from '../../src/evaluation/agreement.ts';
import { buildSpace } from '../../src/features/space.ts';
import type { CustomerTable } from '../../src/features/table.ts';
import { crowd, marginals } from '../../src/samples/crowd.ts';
import { numbered, shop } from '../../src/samples/shop.ts';
import { sameName } from '../../src/selection/choose.ts';
import { select } from '../../src/selection/select.ts';
import { dataset } from '../support/datasets.ts';

function run(table: CustomerTable, given: SegmentOptions = {}) {
  const options = resolveOptions({ maxClusters: 6, ...given });
  const { space } = buildSpace(table, options);
  return { space, ...select(space, options, {}) };
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

describe('crowds without groups', () => {
  test.each(marginals)('of %s columns are called so: none or weak in nine of ten', (marginal) => {
    const verdicts = [1, 2, 3, 4].flatMap((seed) =>
      [false, true].map((correlated) => run(crowd({ n: 400, d: 4, seed, marginal, correlated })).structure.verdict),
    );
    const modest = verdicts.filter((verdict) => verdict === 'none' || verdict === 'weak');
    expect(modest.length / verdicts.length).toBeGreaterThanOrEqual(0.9);
    expect(verdicts.filter((verdict) => verdict === 'none').length / verdicts.length).toBeGreaterThanOrEqual(0.6);
  });
});

describe('planted groups of unequal size with log-normal spend', () => {
  test.each([
    { n: 200, groups: 3 },
    { n: 200, groups: 4 },
    { n: 1000, groups: 4 },
    { n: 1000, groups: 5 },
  ])('are found by both objectives: %o', ({ n, groups }) => {
    const runs = [1, 2, 3].map((seed) => {
      const { table, labels } = shop({ n, seed, groups });
      const { space, winner, candidates, selection, structure } = run(table);
      const truth = space.order.map((row) => labels[row]);
      const { actionable } = selection.byObjective;
      const useful = candidates.find((other) => actionable !== null && sameName(other, actionable));
      return {
        verdict: structure.verdict,
        apart: adjustedRand(winner.labels, truth),
        useful: useful ? adjustedRand(useful.labels, truth) : 0,
      };
    });
    expect(median(runs.map(({ apart }) => apart))).toBeGreaterThanOrEqual(0.9);
    // For the sake of even sizes it may join the two smallest groups or cut the largest.
    expect(median(runs.map(({ useful }) => useful))).toBeGreaterThanOrEqual(0.8);
    expect(runs.filter(({ verdict }) => verdict === 'moderate' || verdict === 'strong').length).toBeGreaterThanOrEqual(
      2,
    );
  });
});

describe('4,338 customers of a gift wholesaler', () => {
  const { points, names } = dataset('onlineRetail');
  const { rows, cols, data } = points;
  const columns = names.map((_, c) => Float64Array.from({ length: rows }, (__, i) => data[i * cols + c]));
  const table = { ids: numbered(rows), names, columns };

  test('are a continuous crowd, and campaigns get no split of outliers', () => {
    const { structure, selection, candidates } = run(table);
    expect(structure.verdict).toBe('weak');
    const { actionable } = selection.byObjective;
    expect(actionable).not.toBeNull();
    const useful = candidates.find((other) => actionable !== null && sameName(other, actionable));
    expect(useful?.nClusters).toBeGreaterThanOrEqual(3);
    expect(useful?.smallestCluster).toBeGreaterThan(0.05 * rows);
  });

  test.each([1, 2, 3, 4, 5])('are the same crowd with seed %d', (seed) => {
    expect(run(table, { algorithm: 'kmeans', maxClusters: 3, seed }).structure.verdict).toBe('weak');
  });
});
