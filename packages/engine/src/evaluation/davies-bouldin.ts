import { type Matrix, squaredDistance } from '../matrix/matrix.ts';
import { clusterMeans, isScorable, partitionOfPoints } from './partition.ts';

/** What scikit-learn takes for zero here (numpy.allclose with its default absolute tolerance). */
const NEGLIGIBLE = 1e-8;

/**
 * Davies-Bouldin index: the mean over clusters of the worst ratio (scatter of both) / (distance of the centroids), where
 * scatter is the mean Euclidean distance to the centroid. Lower is better, 0 at best. Noise (-1) is left out; null with
 * fewer than 2 clusters or as many clusters as rows. As scikit-learn, clusters with the same centroid do not count
 * against each other, and the index is 0 where all scatters or all centroid distances are about 0. O(n d + k^2 d).
 * Source: D. Davies, D. Bouldin, IEEE PAMI 1979; scikit-learn davies_bouldin_score.
 */
export function daviesBouldin(points: Matrix, labels: Int32Array): number | null {
  const partition = partitionOfPoints(points, labels);
  if (!isScorable(partition)) return null;
  const { of, k, sizes } = partition;
  const centroids = clusterMeans(points, partition);
  const scatter = new Float64Array(k);
  for (let i = 0; i < points.rows; i++) {
    if (of[i] < k) scatter[of[i]] += Math.sqrt(squaredDistance(points, i, centroids, of[i]));
  }
  for (let j = 0; j < k; j++) scatter[j] /= sizes[j];
  return daviesBouldinOf(centroids, scatter);
}

/** The index from the centroids and the mean distances to them. */
export function daviesBouldinOf(centroids: Matrix, scatter: Float64Array): number {
  const k = centroids.rows;
  if (scatter.every((value) => value <= NEGLIGIBLE)) return 0;

  let farthest = 0;
  let total = 0;
  for (let j = 0; j < k; j++) {
    let worst = 0;
    for (let other = 0; other < k; other++) {
      const distance = Math.sqrt(squaredDistance(centroids, j, centroids, other));
      if (distance === 0) continue; // itself, or a cluster on the same spot
      worst = Math.max(worst, (scatter[j] + scatter[other]) / distance);
      farthest = Math.max(farthest, distance);
    }
    total += worst;
  }
  return farthest <= NEGLIGIBLE ? 0 : total / k;
}
