/** A pivot below this share of its diagonal is rounding noise, not information: d columns leave about d times 2^-53. */
const NOISE = 2 ** -52;

/**
 * Cholesky factor L of a symmetric d x d matrix (row-major, its lower triangle is read): L L' = matrix. Writes `factor`,
 * the lower triangle packed row by row: element (p, q) at p (p + 1) / 2 + q. Returns false, with `factor` unfinished, when
 * the matrix is not positive definite to working precision. O(d^3).
 */
export function cholesky(symmetric: Float64Array, d: number, factor: Float64Array): boolean {
  for (let p = 0, row = 0; p < d; p++, row += p) {
    for (let q = 0, column = 0; q <= p; q++, column += q) {
      let rest = symmetric[p * d + q];
      for (let c = 0; c < q; c++) rest -= factor[row + c] * factor[column + c];
      if (q < p) factor[row + q] = rest / factor[column + q];
      else if (rest > d * NOISE * symmetric[p * d + p]) factor[row + p] = Math.sqrt(rest);
      else return false; // also when rest is NaN
    }
  }
  return true;
}

/** Inverse of a packed lower triangle without zeros on its diagonal. Writes `inverse`, packed the same way. O(d^3). */
export function invertTriangle(factor: Float64Array, d: number, inverse: Float64Array): void {
  for (let p = 0, row = 0; p < d; p++, row += p) {
    const pivot = factor[row + p];
    inverse[row + p] = 1 / pivot;
    for (let q = 0; q < p; q++) {
      let sum = 0;
      for (let c = q; c < p; c++) sum += factor[row + c] * inverse[(c * (c + 1)) / 2 + q];
      inverse[row + q] = -sum / pivot;
    }
  }
}

/**
 * Logarithm of a determinant from the packed Cholesky factor of its matrix: twice the sum of the logarithms of the
 * diagonal, which neither overflows nor underflows as the determinant itself would.
 */
export function logDeterminant(factor: Float64Array, d: number): number {
  let sum = 0;
  for (let p = 0; p < d; p++) sum += Math.log(factor[(p * (p + 1)) / 2 + p]);
  return 2 * sum;
}
