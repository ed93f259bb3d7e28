import { describe, expect, test } from 'vitest';
import { resolveOptions, type SegmentOptions } from '../../src/base/options.ts';
import { gaussian, seededRandom } from '../../src/base/random.ts';
import { maxRowsForLinkage } from '../../src/clustering/hierarchy.ts';
import { buildSpace } from '../../src/features/space.ts';
import { numbered } from '../../src/samples/shop.ts';
import { sweep } from '../../src/selection/sweep.ts';

describe('average linkage above its limit of rows', () => {
  const random = seededRandom(1);
  const rows = maxRowsForLinkage + 1;
  const table = {
    ids: numbered(rows),
    names: ['x'],
    columns: [Float64Array.from({ length: rows }, () => gaussian(random))],
  };
  const swept = (given: SegmentOptions) => {
    const options = resolveOptions({ nClusters: 2, linkage: 'average', nInit: 1, ...given });
    return sweep(buildSpace(table, options).space, options, {});
  };

  test('is left out with a remark where other methods were asked for too', () => {
    const { tried, notices } = swept({});
    expect(tried.map(({ algorithm }) => algorithm)).toEqual(['KMeans', 'GaussianMixture']);
    expect(notices).toEqual([
      { code: 'ALGORITHM_SKIPPED', details: { algorithm: 'Agglomerative', reason: 'linkage_too_large' } },
    ]);
  });

  test('is refused where it was asked for alone, naming both numbers and the remedy', () => {
    expect(() => swept({ algorithm: 'hierarchical' })).toThrow(/average.*20,000.*20,001.*ward/is);
  });

  test('Ward takes as many', () => {
    const { tried, notices } = swept({ algorithm: 'hierarchical', linkage: 'ward' });
    expect(tried.map(({ nClusters }) => nClusters)).toEqual([2]);
    expect(notices).toEqual([]);
  });
});
