import * as fc from 'fast-check';
import { gaussian, seededRandom } from '../../src/base/random.ts';
import { type Matrix, matrix } from '../../src/matrix/matrix.ts';

/** Rows of whole numbers in a small box: full of copies and of equal distances. */
export function lattice(most: { rows: number; cols: number }): fc.Arbitrary<Matrix> {
  return fc
    .record({
      rows: fc.integer({ min: 1, max: most.rows }),
      cols: fc.integer({ min: 1, max: most.cols }),
      side: fc.integer({ min: 0, max: 7 }),
    })
    .chain(({ rows, cols, side }) =>
      fc
        .array(fc.integer({ min: 0, max: side }), { minLength: rows * cols, maxLength: rows * cols })
        .map((values) => matrix(rows, cols, Float64Array.from(values))),
    );
}

/** Normal rows, no two distances of which are equal, columns stretched by powers of ten. */
export function scatter(most: { rows: number; cols: number }): fc.Arbitrary<Matrix> {
  return fc
    .record({
      rows: fc.integer({ min: 1, max: most.rows }),
      cols: fc.integer({ min: 1, max: most.cols }),
      seed: fc.integer(),
      stretch: fc.constantFrom(1, 10),
    })
    .map(({ rows, cols, seed, stretch }) => {
      const random = seededRandom(seed);
      return matrix(
        rows,
        cols,
        Float64Array.from({ length: rows * cols }, (_, i) => gaussian(random) * stretch ** (i % cols)),
      );
    });
}

/** Most rows within a millionth of each other, some of them copies, and a few far away: a range of twelve decades. */
export function wideRange(rows: number, cols: number, seed: number): Matrix {
  const random = seededRandom(seed);
  const points = matrix(rows, cols);
  for (let i = 0; i < rows; i++) {
    const scale = i % 10 === 0 ? 1e6 : 1e-6;
    for (let c = 0; c < cols; c++) points.data[i * cols + c] = gaussian(random) * scale;
    if (i % 7 === 6) points.data.copyWithin(i * cols, (i - 3) * cols, (i - 2) * cols);
  }
  return points;
}
