import { type Matrix, matrix } from './matrix.ts';

/** Eigenvalues in falling order and, as rows of `vectors`, their unit eigenvectors. */
export interface Eigen {
  readonly values: Float64Array;
  readonly vectors: Matrix;
}

/** Ten sweeps reach rounding error for any size met here; convergence is quadratic. */
const MAX_SWEEPS = 50;

/**
 * Eigen-decomposition of a symmetric matrix by cyclic Jacobi rotations. O(d^3) a sweep; meant for d up to a few hundred.
 * Every vector's largest component in magnitude is positive (the first of equal ones), so signs never depend on the way.
 * Only the upper triangle is read. Source: G. Golub, C. Van Loan, Matrix Computations, 4th ed., section 8.5.
 */
export function symmetricEigen(symmetric: Matrix): Eigen {
  const d = symmetric.rows;
  const a = symmetric.data.slice();
  for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) a[i * d + j] = a[j * d + i];
  const rotated = new Float64Array(d * d); // row i is the vector of a[i, i]
  for (let i = 0; i < d; i++) rotated[i * d + i] = 1;
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let turned = false;
    for (let p = 0; p < d; p++)
      for (let q = p + 1; q < d; q++) {
        const off = a[p * d + q];
        // An entry lost beside both diagonal ones cannot change them any more.
        const small = Math.abs(off) <= 1e-17 * Math.sqrt(Math.abs(a[p * d + p] * a[q * d + q]));
        if (off === 0 || small) continue;
        rotate(a, rotated, { d, p, q });
        turned = true;
      }
    if (!turned) break;
  }
  return sorted(a, rotated, d);
}

/** Turns the plane (p, q) so that a[p, q] becomes 0; writes both arrays. */
function rotate(a: Float64Array, vectors: Float64Array, { d, p, q }: { d: number; p: number; q: number }): void {
  const off = a[p * d + q];
  const tau = (a[q * d + q] - a[p * d + p]) / (2 * off);
  // The smaller root, in the form that does not cancel.
  const t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.hypot(1, tau));
  const c = 1 / Math.hypot(1, t);
  const s = t * c;
  for (let i = 0; i < d; i++) {
    const ip = a[i * d + p];
    const iq = a[i * d + q];
    a[i * d + p] = c * ip - s * iq;
    a[i * d + q] = s * ip + c * iq;
  }
  for (let i = 0; i < d; i++) {
    const pi = a[p * d + i];
    const qi = a[q * d + i];
    a[p * d + i] = c * pi - s * qi;
    a[q * d + i] = s * pi + c * qi;
    const vp = vectors[p * d + i];
    const vq = vectors[q * d + i];
    vectors[p * d + i] = c * vp - s * vq;
    vectors[q * d + i] = s * vp + c * vq;
  }
  a[p * d + q] = 0;
  a[q * d + p] = 0;
}

function sorted(a: Float64Array, rotated: Float64Array, d: number): Eigen {
  const order = Array.from({ length: d }, (_, i) => i).toSorted((i, j) => a[j * d + j] - a[i * d + i] || i - j);
  const vectors = matrix(d, d);
  order.forEach((from, to) => {
    const row = rotated.subarray(from * d, from * d + d);
    let largest = 0;
    // A component must be larger by more than rounding to count as the largest, or signs would flip by chance.
    for (let c = 1; c < d; c++) if (Math.abs(row[c]) > Math.abs(row[largest]) + 1e-12) largest = c;
    const sign = row[largest] < 0 ? -1 : 1;
    for (let c = 0; c < d; c++) vectors.data[to * d + c] = sign * row[c];
  });
  return { values: Float64Array.from(order, (i) => a[i * d + i]), vectors };
}
