import { deserialize, serialize } from 'node:v8';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explain } from '../../src/personas/explain.ts';
import { shop } from '../../src/samples/shop.ts';
import { chooseAgain } from '../../src/segmentation/choose-again.ts';
import { segment } from '../../src/segmentation/segment.ts';
import { fromStored, toStored } from '../../src/segmentation/stored.ts';
import { anyOptions, anyTable } from '../support/any.ts';
import { tableOf } from '../support/segmentations.ts';

const { table } = shop({ n: 300, seed: 5 });
const found = segment(table, { maxClusters: 5 });
/** Through the bytes that a store keeps. */
const kept = <Data>(data: Data): Data => deserialize(serialize(data)) as Data;

describe('a segmentation that was stored', () => {
  test('comes back the same, to the last digit', () => {
    expect(fromStored(kept(toStored(found, table)))).toEqual(found);
  });

  test('shares one merge tree among its cuts, and its winner with its candidates', () => {
    const back = fromStored(kept(toStored(found, table)));
    const trees = back.candidates.flatMap(({ model }) => (model.kind === 'Agglomerative' ? [model] : []));
    expect(trees.length).toBeGreaterThan(1);
    expect(new Set(trees).size).toBe(1);
    expect(back.candidates).toContain(back.winner);
  });

  test('comes back the same whatever customers and options it was made of', () => {
    fc.assert(
      fc.property(anyTable, anyOptions, (customers, options) => {
        const segmentation = segment(customers, options);
        const back = fromStored(kept(toStored(segmentation, customers)));
        expect(back).toEqual(segmentation);
        expect(explain(back, 'pt')).toEqual(explain(segmentation, 'pt'));
      }),
      { seed: 2, numRuns: 50 },
    );
  });

  test('has missing values filled as they were', () => {
    const columns = { spend: [1, NaN, 3, 40, 5, 60], orders: [1, 2, NaN, 4, 5, 6] };
    const gappy = tableOf(columns);
    const segmentation = segment(gappy);
    expect(fromStored(kept(toStored(segmentation, gappy)))).toEqual(segmentation);
  });
});

describe('choosing again', () => {
  const stored = kept(toStored(found, table));

  test.each([
    { algorithm: 'kmeans', k: 3 },
    { algorithm: 'gmm', k: 5 },
    { algorithm: 'hierarchical', k: 2 },
    { algorithm: 'dbscan' },
  ] as const)('$algorithm $k gives what a whole new sweep with that choice gives', (choose) => {
    const anew = segment(table, { maxClusters: 5, choose });
    const { silhouettes, segments, ...again } = chooseAgain(fromStored(stored), choose);
    const { silhouettes: expectedWidths, segments: expectedSegments, ...expected } = anew;
    expect(again).toEqual(expected);
    // Silhouettes are computed in single precision, beside other labellings or alone.
    expect(segments.map(({ silhouette, ...rest }) => [rest, silhouette?.mean.toFixed(5)])).toEqual(
      expectedSegments.map(({ silhouette, ...rest }) => [rest, silhouette?.mean.toFixed(5)]),
    );
    expect(silhouettes?.rows).toEqual(expectedWidths?.rows);
  });

  test('twice, and back to the first winner, forgets the choice between', () => {
    const winner = { algorithm: 'gmm', k: 4 } as const;
    expect(found.selection.winner).toEqual({ algorithm: 'GaussianMixture', params: { k: 4 } });
    const back = chooseAgain(chooseAgain(found, { algorithm: 'kmeans', k: 2 }), winner);
    expect(back.labels).toEqual(found.labels);
    expect(back.notices.filter(({ code }) => code === 'CHOSEN_BY_CALLER')).toHaveLength(1);
  });

  test('a candidate that was not tried is refused, with those that were', () => {
    expect(() => chooseAgain(found, { algorithm: 'kmeans', k: 9 })).toThrow(/kmeans 9.*KMeans 2/);
  });
});
