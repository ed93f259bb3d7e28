import { type Matrix, squaredDistance } from '../matrix/matrix.ts';
import { clusterMeans, isScorable, type Partition, partitionOfPoints } from './partition.ts';

/**
 * Calinski-Harabasz index: squares between clusters over squares within, each by its degrees of freedom. Higher is
 * better. Noise (-1) is left out; null with fewer than 2 clusters or as many clusters as rows. As scikit-learn, 1 where
 * the squares within are 0. O(n d).
 * Source: T. Calinski, J. Harabasz, Communications in Statistics 1974; scikit-learn calinski_harabasz_score.
 */
export function calinskiHarabasz(points: Matrix, labels: Int32Array): number | null {
  const partition = partitionOfPoints(points, labels);
  if (!isScorable(partition)) return null;
  const { of, k } = partition;
  const centroids = clusterMeans(points, partition);
  let within = 0;
  for (let i = 0; i < points.rows; i++) if (of[i] < k) within += squaredDistance(points, i, centroids, of[i]);
  return calinskiHarabaszOf(centroids, partition, within);
}

/** The index from the centroids and the sum of squared distances to them. */
export function calinskiHarabaszOf(centroids: Matrix, { k, sizes, clustered }: Partition, within: number): number {
  const { cols } = centroids;
  const centre = { data: new Float64Array(cols), rows: 1, cols };
  for (let j = 0; j < k; j++) {
    for (let c = 0; c < cols; c++) centre.data[c] += (sizes[j] / clustered) * centroids.data[j * cols + c];
  }
  let between = 0;
  for (let j = 0; j < k; j++) between += sizes[j] * squaredDistance(centroids, j, centre, 0);
  return within === 0 ? 1 : (between * (clustered - k)) / (within * (k - 1));
}
