import { symmetricEigen } from './eigen.ts';
import { type Matrix, matrix } from './matrix.ts';

/** Principal axes of a cloud: unit rows of `axes` by falling variance, d x d. Variances divide by n. */
export interface PrincipalAxes {
  readonly axes: Matrix;
  readonly variances: Float64Array;
  readonly mean: Float64Array;
}

/**
 * Principal component analysis through the covariance matrix. O(n d^2 + d^3). Signs: the largest component of every axis
 * is positive. With no rows everything is 0 and the axes are those of the columns.
 */
export function principalAxes(points: Matrix): PrincipalAxes {
  const { rows, cols, data } = points;
  const mean = new Float64Array(cols);
  for (let i = 0; i < rows; i++) for (let c = 0; c < cols; c++) mean[c] += data[i * cols + c];
  for (let c = 0; c < cols; c++) mean[c] = rows > 0 ? mean[c] / rows : 0;
  const covariance = matrix(cols, cols);
  const centred = new Float64Array(cols);
  for (let i = 0; i < rows; i++) {
    for (let c = 0; c < cols; c++) centred[c] = data[i * cols + c] - mean[c];
    for (let a = 0; a < cols; a++)
      for (let b = a; b < cols; b++) covariance.data[a * cols + b] += (centred[a] * centred[b]) / rows;
  }
  const { values, vectors } = symmetricEigen(covariance);
  return { axes: vectors, variances: values.map((value) => Math.max(0, value)), mean };
}

/** Coordinates of every row along the first `count` axes, centred: n x count. */
export function project(points: Matrix, { axes, mean }: PrincipalAxes, count = axes.rows): Matrix {
  const { rows, cols, data } = points;
  const projected = matrix(rows, count);
  for (let i = 0; i < rows; i++)
    for (let a = 0; a < count; a++) {
      let sum = 0;
      for (let c = 0; c < cols; c++) sum += (data[i * cols + c] - mean[c]) * axes.data[a * cols + c];
      projected.data[i * count + a] = sum;
    }
  return projected;
}
