import { type Matrix, squaredDistance } from '../matrix/matrix.ts';
import { clusterMeans, isScorable, partitionOfPoints } from './partition.ts';

/**
 * Calinski-Harabasz index: squares between clusters over squares within, each by its degrees of freedom. Higher is
 * better. Noise (-1) is left out; null with fewer than 2 clusters or as many clusters as rows. As scikit-learn, 1 where
 * the squares within are 0. O(n d).
 * Source: T. Calinski, J. Harabasz, Communications in Statistics 1974; scikit-learn calinski_harabasz_score.
 */
export function calinskiHarabasz(points: Matrix, labels: Int32Array): number | null {
  const partition = partitionOfPoints(points, labels);
  if (!isScorable(partition)) return null;
  const { of, k, sizes, clustered } = partition;
  const centroids = clusterMeans(points, partition);
  const centre = { data: new Float64Array(points.cols), rows: 1, cols: points.cols };
  for (let j = 0; j < k; j++) {
    for (let c = 0; c < points.cols; c++)
      centre.data[c] += (sizes[j] / clustered) * centroids.data[j * points.cols + c];
  }
  let within = 0;
  for (let i = 0; i < points.rows; i++) if (of[i] < k) within += squaredDistance(points, i, centroids, of[i]);
  let between = 0;
  for (let j = 0; j < k; j++) between += sizes[j] * squaredDistance(centroids, j, centre, 0);
  return within === 0 ? 1 : (between * (clustered - k)) / (within * (k - 1));
}
