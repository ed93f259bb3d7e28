import { expect, test } from 'vitest';
import type { SegmentOptions } from '../../src/base/options.ts';
import type { CustomerTable } from '../../src/features/table.ts';
import { explain } from '../../src/personas/explain.ts';
import { shop } from '../../src/samples/shop.ts';
import { segment } from '../../src/segmentation/segment.ts';
import type { Segmentation } from '../../src/segmentation/segmentation.ts';

/** One option at two values that the same customers must feel, and where they feel it. */
interface Effect {
  /** Other customers than the 250 of the rest. */
  readonly among?: CustomerTable;
  readonly beside?: SegmentOptions;
  readonly values: readonly [SegmentOptions, SegmentOptions];
  readonly felt: (found: Segmentation) => unknown;
}

const tried = ({ candidates }: Segmentation): string =>
  candidates.map(({ algorithm, params }) => `${algorithm} ${JSON.stringify(params)}`).join(', ');
const labels = ({ winner }: Segmentation): string => winner.labels.join('');
const noise = ({ winner }: Segmentation): number => winner.noiseRatio;
const refused = ({ candidates }: Segmentation): string => candidates.map(({ reason }) => reason ?? 'none').join();
const winner = ({ selection }: Segmentation): string => JSON.stringify(selection.winner);

// Every option of the schema must stand here, or this does not compile.
const effects: Record<keyof SegmentOptions, Effect> = {
  maxClusters: { values: [{ maxClusters: 3 }, { maxClusters: 4 }], felt: tried },
  algorithm: { values: [{ algorithm: 'kmeans' }, { algorithm: 'gmm' }], felt: tried },
  nClusters: { values: [{ nClusters: 3 }, { nClusters: 5 }], felt: tried },
  linkage: {
    beside: { algorithm: 'hierarchical', nClusters: 6 },
    values: [{ linkage: 'complete' }, { linkage: 'single' }],
    felt: labels,
  },
  microClusters: {
    among: shop({ n: 20_500, seed: 1 }).table,
    beside: { algorithm: 'hierarchical', nClusters: 3 },
    values: [{ microClusters: 'never' }, { microClusters: 'always' }],
    felt: ({ notices }) => notices.map(({ code }) => code).join(),
  },
  eps: { beside: { algorithm: 'dbscan' }, values: [{ eps: 0.3 }, { eps: 0.6 }], felt: noise },
  minSamples: {
    beside: { algorithm: 'dbscan' },
    values: [{ minSamples: 3 }, { minSamples: 20 }],
    felt: noise,
  },
  preprocessing: {
    values: [{ preprocessing: 'auto' }, { preprocessing: 'standard' }],
    felt: ({ columns }) => columns.map(({ transform }) => transform).join(),
  },
  objective: {
    values: [{ objective: 'separation' }, { objective: 'actionable' }],
    felt: ({ selection }) => selection.objective,
  },
  validation: {
    values: [{ validation: 'silhouette' }, { validation: 'davies_bouldin' }],
    felt: ({ selection }) => `${selection.validation} ${selection.margin}`,
  },
  kSelection: {
    beside: { algorithm: 'gmm' },
    values: [{ kSelection: 'bic' }, { kSelection: 'silhouette', validation: 'davies_bouldin' }],
    felt: ({ selection }) => JSON.stringify(selection.kRule),
  },
  minClusterShare: {
    beside: { algorithm: 'kmeans' },
    values: [{ minClusterShare: 0 }, { minClusterShare: 0.2 }],
    felt: refused,
  },
  // With one start some k of 2 to 12 ends in a poorer minimum than the best of twenty.
  nInit: {
    beside: { algorithm: 'kmeans', maxClusters: 12 },
    values: [{ nInit: 1 }, { nInit: 20 }],
    felt: ({ candidates }) => candidates.map(({ inertia }) => inertia).join(),
  },
  seed: {
    beside: { algorithm: 'kmeans', maxClusters: 12, nInit: 1 },
    values: [{ seed: 1 }, { seed: 2 }],
    felt: ({ structure }) => JSON.stringify(structure.gap),
  },
  choose: {
    values: [{ choose: { algorithm: 'kmeans', k: 2 } }, { choose: { algorithm: 'gmm', k: 3 } }],
    felt: winner,
  },
  featureHints: {
    values: [{}, { featureHints: { loyalty_score: { kind: 'other', direction: 'neither', label: 'Club points' } } }],
    felt: (found) => JSON.stringify(explain(found, 'en').featureLabels),
  },
};

const { table } = shop({ n: 250, seed: 2 });

test.each(Object.entries(effects))('%s changes what it says it changes', (_, { among, beside, values, felt }) => {
  const [one, other] = values.map((value) => felt(segment(among ?? table, { maxClusters: 5, ...beside, ...value })));
  expect(one).not.toEqual(other);
});

test('more starts never give a higher inertia', () => {
  const inertias = [1, 20].map((nInit) =>
    segment(table, { algorithm: 'kmeans', maxClusters: 12, nInit }).candidates.map(({ inertia }) => inertia ?? NaN),
  );
  expect(inertias[1].every((best, at) => best <= inertias[0][at])).toBe(true);
});

test('the seed draws the sample of silhouettes too', () => {
  const many = shop({ n: 30_200, seed: 3 }).table;
  const [first, again, other] = [1, 1, 2].map(
    (seed) => segment(many, { algorithm: 'hierarchical', nClusters: 4, seed }).candidates[0].silhouette,
  );
  expect(first).toMatchObject({ method: 'sampled' });
  expect(again).toEqual(first);
  expect(other?.mean).not.toBe(first?.mean);
});
