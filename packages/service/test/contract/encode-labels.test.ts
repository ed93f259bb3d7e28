import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { withLabels } from '../../src/contract/segmentation/encode-labels.ts';

const seeded = { seed: 1, numRuns: 500 };

type Entry = readonly [id: string, label: number, confidence: number];

/** What objects of the same content are written as. */
function written(entries: readonly Entry[]): string {
  const six = (value: number): number => Number(value.toFixed(6));
  return JSON.stringify(
    entries.map(([customer_id, cluster_id, value]) => ({
      customer_id,
      cluster_id,
      confidence: value === 0 ? 0 : six(value),
    })),
  );
}

function labelled(entries: readonly Entry[], head = '', tail = ''): string {
  const columns = {
    ids: entries.map(([id]) => id),
    labels: Int32Array.from(entries, ([, label]) => label),
    confidence: Float64Array.from(entries, ([, , value]) => value),
  };
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(withLabels(head, columns, tail));
}

const confidence = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.integer({ min: 0, max: 2_000_002 }).map((halves) => halves / 2_000_000),
  fc.integer({ min: 0, max: 100 }).map((hundredths) => hundredths / 100),
  fc.constantFrom(
    0,
    -0,
    1,
    5e-324,
    4.9999999999e-7,
    5e-7,
    0.999_999_5,
    0.999_999_499_999,
    -0.25,
    7.5,
    1e21,
    Number.NaN,
  ),
);
const id = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('"', '\\', '\u007f', '\ud800', '\ufeff', '😀'),
);
const entry = fc.tuple(id, fc.constantFrom(-1, 0, 1, 12, 49, 2_147_483_647), confidence);

test('customers are written as JSON.stringify writes them, byte for byte', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 40 }), (entries) => {
      expect(labelled(entries)).toBe(written(entries));
    }),
    seeded,
  );
});

test('every confidence of three decimals, and its neighbours, has the six decimals that toFixed gives', () => {
  const entries = Array.from({ length: 1_001 }, (_, thousandths): Entry[] =>
    [0, 5e-7, -5e-7, 1e-16, -1e-16].map((away) => ['c', 0, thousandths / 1_000 + away]),
  ).flat();
  expect(labelled(entries)).toBe(written(entries));
});

test('text around the customers stays as it is, and bytes grow for ids that need many', () => {
  const entries = Array.from({ length: 300 }, (_, i): Entry => ['\u0001'.repeat(i), i, 0.5]);
  expect(labelled(entries, '{"é":', ',"ü":1}')).toBe(`{"é":${written(entries)},"ü":1}`);
  expect(labelled([], 'a', 'b')).toBe('a[]b');
});
