import { type MixtureRefits, mixtureRefits } from '../compute/gaussian.ts';
import type { Room } from '../compute/room.ts';
import { kernels } from '../compute/thread.ts';
import type { Matrix } from '../matrix/matrix.ts';
import { gaussianMixture } from './gaussian-mixture.ts';

/** The defaults of `gaussianMixture`. */
const TOL = 1e-3;
const REG_COVAR = 1e-6;

/** Room for many fits of `points`, which lie in `room`, with up to `most` components: nothing is prepared twice. */
export function readyMixtures(points: Matrix, most: number, room: Room): MixtureRefits {
  return mixtureRefits(points, most, room);
}

/**
 * Labels of a Gaussian mixture of k components, as of `gaussianMixture` from the labels `init` (0 to k - 1), without its
 * parameters and scores. Single precision decides: a row whose two highest shares differ by less than a hundredth may
 * get the other label. O(n k d^2) an iteration. For refits beside many others; where the model itself is wanted use
 * `gaussianMixture`.
 */
export function refitMixture(ready: MixtureRefits, k: number, init: Int32Array, maxIter: number): Int32Array {
  ready.labels.set(init);
  if (!kernels().mixtureRefit(ready, k, { maxIter, tol: TOL, regCovar: REG_COVAR }))
    return gaussianMixture(ready.points, { nComponents: k, init, maxIter }).labels;
  return ready.labels.slice();
}
