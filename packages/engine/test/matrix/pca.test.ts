import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { symmetricEigen } from '../../src/matrix/eigen.ts';
import { matrix } from '../../src/matrix/matrix.ts';
import { principalAxes, project } from '../../src/matrix/pca.ts';
import { scatter } from '../support/generated.ts';

const symmetric = fc.integer({ min: 1, max: 8 }).chain((d) =>
  fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: d * d, maxLength: d * d }).map((values) => {
    const made = matrix(d, d, Float64Array.from(values));
    for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) made.data[i * d + j] = made.data[j * d + i];
    return made;
  }),
);

describe('symmetricEigen', () => {
  test('[[2, 1], [1, 2]] has eigenvalues 3 and 1 along the diagonals', () => {
    const { values, vectors } = symmetricEigen(matrix(2, 2, Float64Array.of(2, 1, 1, 2)));
    const half = Math.SQRT1_2;
    expect([...values]).toEqual([expect.closeTo(3, 12), expect.closeTo(1, 12)]);
    expect([...vectors.data]).toEqual([half, half, half, -half].map((value) => expect.closeTo(value, 12)));
  });

  test('a diagonal matrix keeps its entries, sorted, with unit vectors', () => {
    const { values, vectors } = symmetricEigen(matrix(3, 3, Float64Array.of(1, 0, 0, 0, 5, 0, 0, 0, -2)));
    expect([...values]).toEqual([5, 1, -2]);
    expect([...vectors.data]).toEqual([0, 1, 0, 1, 0, 0, 0, 0, 1]);
  });

  test('every vector is a direction that the matrix only stretches, and they are orthonormal', () => {
    fc.assert(
      fc.property(symmetric, (a) => {
        const d = a.rows;
        const { values, vectors } = symmetricEigen(a);
        expect([...values]).toEqual([...values].toSorted((x, y) => y - x));
        for (let v = 0; v < d; v++) {
          const vector = vectors.data.subarray(v * d, v * d + d);
          for (let i = 0; i < d; i++) {
            let image = 0;
            for (let j = 0; j < d; j++) image += a.data[i * d + j] * vector[j];
            expect(image).toBeCloseTo(values[v] * vector[i], 9);
          }
          for (let w = 0; w <= v; w++) {
            let dot = 0;
            for (let i = 0; i < d; i++) dot += vector[i] * vectors.data[w * d + i];
            expect(dot).toBeCloseTo(v === w ? 1 : 0, 10);
          }
        }
      }),
      { seed: 1, numRuns: 50 },
    );
  });
});

describe('principalAxes', () => {
  test('points on a line have one axis with variance', () => {
    // (0, 0), (3, 4), (6, 8): steps of 5 along (0.6, 0.8), variance 25 x 2 / 3.
    const line = matrix(3, 2, Float64Array.of(0, 0, 3, 4, 6, 8));
    const principal = principalAxes(line);
    expect([...principal.mean]).toEqual([3, 4]);
    expect(principal.variances[0]).toBeCloseTo(50 / 3, 12);
    expect(principal.variances[1]).toBeCloseTo(0, 12);
    expect([...principal.axes.data]).toEqual([0.6, 0.8, 0.8, -0.6].map((value) => expect.closeTo(value, 12)));
    expect([...project(line, principal, 1).data]).toEqual([-5, 0, 5].map((value) => expect.closeTo(value, 12)));
  });

  test('projections are uncorrelated and carry the stated variances', () => {
    fc.assert(
      fc.property(scatter({ rows: 40, cols: 5 }), (points) => {
        const principal = principalAxes(points);
        const { data, rows, cols } = project(points, principal);
        const scale = 1 + principal.variances[0];
        for (let a = 0; a < cols; a++)
          for (let b = a; b < cols; b++) {
            let sum = 0;
            for (let i = 0; i < rows; i++) sum += (data[i * cols + a] * data[i * cols + b]) / rows;
            expect((sum - (a === b ? principal.variances[a] : 0)) / scale).toBeCloseTo(0, 9);
          }
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  test('no rows and no columns give no numbers that are not numbers', () => {
    expect([...principalAxes(matrix(0, 2)).variances]).toEqual([0, 0]);
    expect(principalAxes(matrix(4, 0)).variances).toHaveLength(0);
  });
});
