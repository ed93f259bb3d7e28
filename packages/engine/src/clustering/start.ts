import type { Random } from '../base/random.ts';
import { type Greedy, greedyRoom } from '../compute/greedy.ts';
import { padded } from '../compute/lloyd.ts';
import type { Room } from '../compute/room.ts';
import { inRoom, kernels } from '../compute/thread.ts';
import { type Matrix, takeRows } from '../matrix/matrix.ts';

/**
 * Greedy k-means++ start: k rows as centroids. The first is drawn evenly; each next one is the best of 2 + floor(ln k)
 * rows drawn in proportion to their squared distance from the centroids so far, best meaning the lowest sum of squared
 * distances that remains. With fewer distinct rows than k some centroids coincide. O(n k d ln k).
 * Source: D. Arthur, S. Vassilvitskii, SODA 2007; number of draws as in scikit-learn.
 */
export function greedyStart(points: Matrix, k: number, random: Random): Matrix {
  return inRoom((room) => takeRows(points, drawStart(readyStarts(room.matrix(points), k, room), random)));
}

/** Room for greedy starts of k centroids among `points`, one after the other. */
export function readyStarts(points: Matrix, k: number, room: Room): Greedy {
  const { rows, cols } = points;
  const trials = 2 + Math.floor(Math.log(k));
  const columns = room.f64(cols * padded(rows));
  kernels().columnRows(points, columns);
  const draws = room.f64(1 + (k - 1) * trials);
  return { rows, cols, columns, trials, draws, chosen: room.i32(k), work: room.f64(greedyRoom(rows, trials)) };
}

/** The rows chosen by the next numbers of `random`, in `start.chosen` until the next call. */
export function drawStart(start: Greedy, random: Random): Int32Array {
  for (let at = 0; at < start.draws.length; at++) start.draws[at] = random();
  kernels().greedyRows(start);
  return start.chosen;
}
