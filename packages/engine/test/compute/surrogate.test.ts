import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Surrogate, triangle } from '../../src/compute/moments.ts';
import { approximateRows, inQuads, quadsLength, recordLength, writeRecords } from '../../src/compute/surrogate.ts';
import { inRoom, kernels, useBuild } from '../../src/compute/thread.ts';
import { matrix } from '../../src/matrix/matrix.ts';
import { pointsOf } from '../support/labellings.ts';

const shapes = fc
  .record({
    rows: fc.constantFrom(1, 2, 3, 5, 17, 100),
    d: fc.constantFrom(1, 2, 6, 7, 20),
    k: fc.integer({ min: 2, max: 5 }),
  })
  .chain(({ rows, d, k }) =>
    fc.record({
      points: pointsOf(rows, d),
      means: pointsOf(k, d),
      own: fc.array(fc.integer({ min: 0, max: k }), { minLength: rows, maxLength: rows }),
      single: fc.boolean(),
    }),
  );

test('vectors in f32 approximate what the plain kernel does, and leave noise and single rows at 0', () => {
  useBuild('simd');
  fc.assert(
    fc.property(shapes, ({ points, means, own, single }) => {
      const { rows, cols: d } = points;
      const k = means.rows;
      const forms = new Float64Array(k * triangle(d));
      // Round clusters of variance 9 a column.
      for (let j = 0; j < k; j++) for (let p = 0, s = j * triangle(d); p < d; s += d - p, p++) forms[s] = 9;
      const clusters: Surrogate = {
        means: matrix(k, d, means.data),
        forms,
        traces: new Float64Array(k).fill(9 * d),
        squareTraces: new Float64Array(k).fill(81 * d),
        sizes: Int32Array.from({ length: k + 1 }, (_, j) => (single && j === 0 ? 1 : 4 + j)),
        offset: new Float64Array(d),
      };
      inRoom((room) => {
        const records = room.f32(k * recordLength(d));
        const quads = room.f32(quadsLength(rows, d));
        inQuads(
          Float32Array.from(points.data, (value) => (value - 1) / 16),
          d,
          quads,
        );
        writeRecords(clusters, { centre: new Float64Array(d).fill(1), scale: 1 / 16 }, records);
        // One row an atom.
        const groups = room.i32(rows);
        groups.set(own);
        const starts = room.i32(rows + 1);
        for (let i = 0; i <= rows; i++) starts[i] = i;
        const padded = 4 * Math.ceil(rows / 4);
        const work = room.f32(4 * d);
        const input = { columns: points, quads, clusters, records, starts, groups, own: room.i32(padded), work };
        const out = room.f32(padded);
        const plain = new Float32Array(out.length);
        const sum = kernels().approximateRows({ ...input, out });
        // f32 has seven digits, of which differences of near numbers lose one or two.
        expect(Math.abs(sum - approximateRows({ ...input, out: plain }))).toBeLessThan(2e-5 * rows);
        for (let i = 0; i < rows; i++) {
          expect(Math.abs(out[i] - plain[i])).toBeLessThan(2e-5);
        }
        const unscored = own.flatMap((group, i) => (group === k || (single && group === 0) ? [out[i]] : []));
        expect(unscored.every((value) => value === 0)).toBe(true);
      });
    }),
    { seed: 1, numRuns: 50 },
  );
});
