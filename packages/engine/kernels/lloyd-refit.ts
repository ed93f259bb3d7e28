import { lloyd_finish, lloyd_rounds } from './lloyd';

/**
 * Whole fits of k clusters from the first k of `most` rows chosen by each of several starts. `nearest` becomes the labels of
 * the cheapest, the earliest of equals, whose inertia is returned; -1 as soon as a cluster runs empty.
 */
export function lloyd_refit(
  points: usize, n: i32, d: i32, means: usize, lanes: usize, chosen: usize, most: i32, starts: i32,
  k: i32, centroids: usize, labels: usize, sums: usize, sizes: usize, moves: usize, work: usize, room: i32, nearest: usize,
  rounds: i32, shift: f64,
): f64 {
  const width = <usize>d << 3;
  let lowest: f64 = Infinity;
  for (let start = 0; start < starts; start++) {
    for (let j = 0; j < k; j++) {
      const row = load<i32>(chosen + (<usize>(start * most + j) << 2));
      memory.copy(centroids + width * j, points + width * row, width);
    }
    memory.fill(labels, 255, <usize>n << 2);
    memory.fill(sums, 0, width * k);
    memory.fill(sizes, 0, <usize>k << 2);
    memory.fill(moves, 0, <usize>k << 3);
    memory.fill(work, 0, <usize>room << 3);
    if (lloyd_rounds(points, n, d, means, lanes, k, centroids, labels, sums, sizes, moves, work, rounds, shift) & 2) return -1;
    const inertia = lloyd_finish(points, n, d, means, lanes, k, centroids, labels, sums, sizes, moves, work);
    if (inertia < lowest) {
      lowest = inertia;
      memory.copy(nearest, labels, <usize>n << 2);
    }
  }
  return lowest;
}
