import { defineTask } from '../../src/compute/task.ts';
import { fault } from '../../src/base/faults.ts';
import { kMeans } from '../../src/clustering/k-means.ts';
import type { Matrix } from '../../src/matrix/matrix.ts';

/** Tasks that the tests of teams hand to helpers. */
export const echo = defineTask('test/echo', (input: unknown) => input);

export const fit = defineTask('test/fit', ({ points, k }: { points: Matrix; k: number }, watch) =>
  kMeans(points, { nClusters: k, nInit: 2 }, watch),
);

/** Fails where it is told to: with a fault, or with an error of its own. */
export const fail = defineTask('test/fail', ({ how }: { how: 'not' | 'fault' | 'error' }) => {
  if (how === 'fault') throw fault('NO_FEATURES', { rows: 7 });
  if (how === 'error') throw new Error('broken on purpose');
  return how;
});

/** Never ends by itself. */
export const forever = defineTask('test/forever', (_: null, watch): number => {
  for (let turn = 0; ; turn = (turn + 1) % 1000) if (turn === 0) watch.signal?.throwIfAborted();
});
