/**
 * One clustering by a library from npm on z-scored customers, in a process of its own: it may have to be ended.
 *
 *   node --conditions=development bench/peers/libraries.ts LIBRARY body.json
 */
import { buildSpace, resolveOptions } from '@clientele/engine';
import density from 'density-clustering';
import { agnes } from 'ml-hclust';
import { kmeans } from 'ml-kmeans';
import { readBody } from '../customers.ts';
import type { Library } from './library-names.ts';

const ks = [2, 3, 4, 5, 6, 7, 8, 9, 10];
const STARTS = 10;

/** What each is asked for: the same models as a part of ours. */
const cluster: Record<Library, (rows: number[][]) => unknown> = {
  'ml-kmeans': (rows) =>
    ks.map((k) =>
      Array.from({ length: STARTS }, (_, seed) => kmeans(rows, k, { seed, maxIterations: 300 }).iterations),
    ),
  'ml-hclust': (rows) => {
    const tree = agnes(rows, { method: 'ward2' });
    return ks.map((k) => tree.group(k).children.length);
  },
  'density-clustering': (rows) => new density.DBSCAN().run(rows, 0.4, 5).length,
};

if (import.meta.main) {
  const [library, body] = process.argv.slice(2);
  const { points } = buildSpace(readBody(body), resolveOptions({ preprocessing: 'standard' })).space;
  const rows = Array.from({ length: points.rows }, (_, i) => [
    ...points.data.subarray(i * points.cols, (i + 1) * points.cols),
  ]);
  const start = performance.now();
  cluster[library as Library](rows);
  console.log(JSON.stringify({ seconds: (performance.now() - start) / 1000 }));
}
