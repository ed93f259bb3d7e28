import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import * as fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/base/random.ts';
import { agglomerative } from '../../src/clustering/agglomerative.ts';
import { cutTree } from '../../src/clustering/cut-tree.ts';
import type { Join } from '../../src/clustering/merge-tree.ts';
import { wardChain } from '../../src/clustering/ward-chain.ts';
import { ward } from '../../src/clustering/ward.ts';
import { closeTeam, leadTeam, teamSeat, teamSize } from '../../src/compute/team.ts';
import type { Build } from '../../src/compute/thread.ts';
import { useBuild } from '../../src/compute/thread.ts';
import { type Matrix, matrix } from '../../src/matrix/matrix.ts';
import { shape } from '../../src/samples/shapes.ts';
import { lattice, wideRange } from '../support/generated.ts';
import { assertTreeForm } from '../support/merge-steps.ts';

afterEach(() => useBuild('simd'));

interface Merges {
  readonly pairs: number[];
  readonly heights: Float64Array;
}

type Link = (points: Matrix, counts: Float64Array, join: Join) => void;

const rounds: Link = (points, counts, join) => void ward(points, counts, { join, watch: {}, budget: Infinity });
const chain: Link = (points, counts, join) => wardChain(points, counts, join, {});

function mergesOf(build: Build, link: Link, points: Matrix, weights?: Float64Array): Merges {
  useBuild(build);
  const pairs: number[] = [];
  const heights: number[] = [];
  const counts = weights ?? new Float64Array(points.rows).fill(1);
  const join = (a: number, b: number, height: number): void => {
    pairs.push(a, b);
    heights.push(height);
  };
  link(points, counts, join);
  return { pairs, heights: Float64Array.from(heights) };
}

/** A cloud of independent columns around `centre`. */
function cloud(rows: number, cols: number, centre = 0): Matrix {
  const random = seededRandom(rows + cols);
  return matrix(
    rows,
    cols,
    Float64Array.from({ length: rows * cols }, () => centre + random() + random() + random()),
  );
}

/** Nine rows of ten within 1e-8 of each other, the tenth anywhere within 1. */
function tightBlob(rows: number, cols: number): Matrix {
  const random = seededRandom(7);
  const at = (i: number): number => (Math.floor(i / cols) % 10 === 0 ? random() : 0.3 + 1e-8 * random());
  return matrix(
    rows,
    cols,
    Float64Array.from({ length: rows * cols }, (_, i) => at(i)),
  );
}

const awkward: Record<string, Matrix> = {
  ...Object.fromEntries([1, 2, 3, 5, 17].map((rows) => [`${rows} rows`, cloud(rows, 6)])),
  ...Object.fromEntries([1, 2, 7, 20].map((cols) => [`1,000 rows of ${cols}`, cloud(1000, cols)])),
  '5,000 rows': cloud(5000, 6),
  'a tight blob among far rows': tightBlob(3000, 3),
  'coordinates near 1e9': cloud(1200, 4, 1e9),
  'twelve decades': wideRange(1500, 3, 3),
  'constant columns': matrix(
    900,
    5,
    cloud(900, 5).data.map((value, i) => (i % 5 < 2 ? 4 : value)),
  ),
  'tiny coordinates': matrix(
    900,
    2,
    cloud(900, 2).data.map((value) => value * 1e-200),
  ),
  'one far row': matrix(
    1000,
    2,
    cloud(1000, 2).data.map((value, i) => (i === 500 ? 1e12 : value)),
  ),
};

describe('the compiled build merges as the plain one, to the last bit', () => {
  test.each(Object.keys(awkward))('%s', (name) => {
    const points = awkward[name];
    const plain = mergesOf('plain', rounds, points);
    expect(plain.heights.length).toBe(points.rows - 1);
    expect(mergesOf('simd', rounds, points)).toEqual(plain);
    expect(mergesOf('relaxed', rounds, points)).toEqual(plain);
  });

  test('on lattices full of ties', () => {
    const check = (points: Matrix): void => {
      useBuild('plain');
      const plain = agglomerative(points, { linkage: 'ward' });
      useBuild('simd');
      expect(agglomerative(points, { linkage: 'ward' })).toEqual(plain);
    };
    fc.assert(fc.property(lattice({ rows: 60, cols: 3 }), check), { seed: 1, numRuns: 50 });
    const random = seededRandom(2);
    check(
      matrix(
        4000,
        3,
        Float64Array.from({ length: 12_000 }, () => Math.floor(20 * random())),
      ),
    );
  });
});

describe.each(['plain', 'simd'] as const)('rounds and the chain have the same heights, %s', (build) => {
  // Distinct rows without ties; both sum in double precision, in another order.
  const cases: [string, Matrix][] = [
    ...(['blobs', 'moons', 'farOutlier', 'cloud'] as const).map((name): [string, Matrix] => [
      name,
      shape(name, 5, 2500),
    ]),
    ['a tight blob', awkward['a tight blob among far rows']],
    ['20 columns', cloud(900, 20)],
  ];
  test.each(cases)('%s', (_, points) => {
    const byRounds = mergesOf(build, rounds, points).heights.toSorted();
    const byChain = mergesOf(build, chain, points).heights.toSorted();
    const worst = byRounds.reduce((most, height, i) => Math.max(most, Math.abs(height - byChain[i]) / byChain[i]), 0);
    expect(worst).toBeLessThanOrEqual(1e-9);
  });

  test('weighted rows', () => {
    const points = cloud(2000, 4);
    const random = seededRandom(3);
    const weights = Float64Array.from({ length: 2000 }, () => 1 + 50 * random() ** 3);
    const byRounds = mergesOf(build, rounds, points, weights).heights.toSorted();
    const byChain = mergesOf(build, chain, points, weights).heights.toSorted();
    for (const [i, height] of byRounds.entries())
      expect(Math.abs(height - byChain[i])).toBeLessThanOrEqual(1e-9 * byChain[i]);
  });
});

test('rows whose gaps grow steadily, where a round finds one pair, are left to the chain', () => {
  let at = 0;
  const points = matrix(
    3000,
    1,
    Float64Array.from({ length: 3000 }, (_, i) => (at += 1.001 ** i)),
  );
  let looks = 0;
  const signal = { throwIfAborted: () => void looks++ };
  const heights: number[] = [];
  const join: Join = (_, __, height) => heights.push(height);
  ward(points, new Float64Array(3000).fill(1), { join, watch: { signal }, budget: Infinity });
  const byChain = mergesOf('simd', chain, points).heights.toSorted();
  for (const [i, height] of heights.toSorted((a, b) => a - b).entries())
    expect(Math.abs(height - byChain[i])).toBeLessThanOrEqual(1e-9 * byChain[i]);
  // A round looks at the watch three times or more; one for every pair would be 9,000.
  expect(looks).toBeLessThan(2000);
});

describe('beyond the budget', () => {
  const points = matrix(
    9000,
    3,
    cloud(9000, 3).data.map((value, i) => value + 5 * (Math.floor(i / 3) % 4)),
  );
  const full = agglomerative(points, { linkage: 'ward' });

  test.each(['plain', 'simd'] as const)('groups of rows stand for them, and the tree says how many, %s', (build) => {
    useBuild(build);
    const tree = agglomerative(points, { linkage: 'ward', budget: 1e6 });
    assertTreeForm(tree, 9000);
    const { microClusters, heights } = tree;
    expect(full.microClusters).toBeNull();
    expect(microClusters).toBeGreaterThanOrEqual(256);
    // All merges within groups come first, and none of the others is that low.
    const within = 9000 - (microClusters ?? 0);
    expect(heights.findIndex((height) => height > 0)).toBe(within);
    // The groups are small against clusters that stand apart.
    expect(cutTree(tree, 4)).toEqual(cutTree(full, 4));
    expect(agglomerative(points, { linkage: 'ward', budget: 1e6 })).toEqual(tree);
  });

  test('foreseen before the first round, so that a budget a little too small costs little', () => {
    let pulses = 0;
    const onProgress = (): void => void pulses++;
    expect(ward(points, new Float64Array(9000).fill(1), { join: () => {}, watch: { onProgress }, budget: 1e6 })).toBe(
      false,
    );
    expect(pulses).toBe(0);
  });

  test('weighed as it goes on, too: what grows dearer later than foreseen is given up', () => {
    const few = cloud(2000, 3); // too few to ask first
    let told = 0;
    expect(ward(few, new Float64Array(2000).fill(1), { join: () => told++, watch: {}, budget: 1e5 })).toBe(false);
    expect(told).toBe(0);
  });
});

describe.each([2, 3])('a team of %i threads', (threads) => {
  test('shares the questions of large rounds and builds the same tree', async () => {
    useBuild('simd');
    const points = cloud(12_000, 4);
    const alone = agglomerative(points, { linkage: 'ward' });
    const seat = teamSeat();
    if (!seat) throw new Error('Node has shared memory');
    const program = new URL('../support/engine-helper.ts', import.meta.url);
    const workers = Array.from({ length: threads - 1 }, () => new Worker(program, { workerData: seat }));
    leadTeam(seat, workers.length);
    try {
      expect(teamSize()).toBe(threads);
      await Promise.all(workers.map((worker) => once(worker, 'online')));
      expect(agglomerative(points, { linkage: 'ward' })).toEqual(alone);
    } finally {
      leadTeam(seat, 0);
      closeTeam(seat);
      await Promise.all(workers.map((worker) => worker.terminate()));
    }
  });
});
