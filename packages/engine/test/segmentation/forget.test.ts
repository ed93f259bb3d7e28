import { deserialize, serialize } from 'node:v8';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explain } from '../../src/personas/explain.ts';
import { shop } from '../../src/samples/shop.ts';
import { chooseAgain } from '../../src/segmentation/choose-again.ts';
import { forgetCustomers } from '../../src/segmentation/forget.ts';
import { score, toModel } from '../../src/segmentation/score.ts';
import { segment } from '../../src/segmentation/segment.ts';
import { fromStored, type StoredSegmentation, toStored } from '../../src/segmentation/stored.ts';
import { anyOptions, anyTable } from '../support/any.ts';
import { notFinite } from '../support/candidates.ts';
import { tableOf } from '../support/segmentations.ts';

const { table } = shop({ n: 300, seed: 5 });
const found = segment(table, { maxClusters: 5 });
const stored = toStored(found, table);

function without(kept: StoredSegmentation, ...ids: string[]): StoredSegmentation {
  const { stored: left } = forgetCustomers(kept, new Set(ids));
  if (!left) throw new Error('nothing is left');
  return left;
}

describe('forgetting customers', () => {
  test('takes their ids and values out of every byte and leaves everybody else where they were', () => {
    const secret = table.columns.map((column) => column.slice());
    secret[0][7] = 123456.789;
    const given = { ...table, columns: secret };
    const before = toStored(segment(given, { maxClusters: 3 }), given);
    const after = without(before, table.ids[7]);
    const bytes = serialize(after);
    const value = Buffer.from(Float64Array.of(123456.789).buffer);
    expect(serialize(before).includes(value)).toBe(true);
    expect(bytes.includes(value)).toBe(false);
    const rest = [...table.ids.keys()].filter((row) => row !== 7);
    const { ids, labels, confidence } = fromStored(after);
    expect(ids).toEqual(rest.map((row) => table.ids[row]));
    expect([...labels]).toEqual(rest.map((row) => before.labels[row]));
    expect([...confidence]).toEqual(rest.map((row) => before.confidence[row]));
  });

  test('counts their segment again: size, sum, extremes and the customer in the middle', () => {
    const spend = [10, 11, 12, 13, 100, 101, 102, 103, 180];
    const small = tableOf({ spend });
    const whole = toStored(segment(small, { algorithm: 'kmeans', nClusters: 2 }), small);
    expect(whole.segments[0]).toMatchObject({ size: 5, value: { total: 586 } });
    const [high, low] = without(whole, 'C-9').segments;
    expect(high).toMatchObject({ size: 4, share: 0.5, value: { total: 406 }, features: { spend: { max: 103 } } });
    expect(low.size).toBe(4);
    expect([4, 5, 6, 7]).toContain(high.exemplar);
  });

  test('leaves scores, rules and what new customers are scored by as they were', () => {
    const left = fromStored(without(stored, table.ids[0], table.ids[150]));
    expect(left.candidates.map(({ silhouette }) => silhouette)).toEqual(
      found.candidates.map(({ silhouette }) => silhouette),
    );
    expect([left.rules, left.structure, left.columns]).toEqual([found.rules, found.structure, found.columns]);
    expect(score(toModel(left), table).labels).toEqual(score(toModel(found), table).labels);
  });

  test('a segment that had nobody else is gone, and the others keep their ids and their trust', () => {
    const [first, second, third] = found.segments;
    const members = table.ids.filter((_, row) => found.labels[row] === second.id);
    const { segments } = without(stored, ...members);
    expect(segments.map(({ id, trust, size }) => [id, trust, size]).slice(0, 2)).toEqual(
      [first, third].map(({ id, trust, size }) => [id, trust, size]),
    );
  });

  test('nobody of whom it knows changes nothing, and one customer alone is not kept', () => {
    expect(forgetCustomers(stored, new Set(['nobody']))).toEqual({ removed: 0, stored });
    expect(forgetCustomers(stored, new Set(table.ids.slice(1)))).toEqual({ removed: 299, stored: null });
  });

  test('another candidate can be chosen afterwards', () => {
    const left = fromStored(without(stored, table.ids[3]));
    const { labels } = chooseAgain(left, { algorithm: 'hierarchical', k: 3 });
    const before = chooseAgain(found, { algorithm: 'hierarchical', k: 3 }).labels;
    expect([...labels]).toEqual([...before].filter((_, row) => row !== 3));
  });

  test('whatever is forgotten: sizes add up, every figure is finite, every segment has words', () => {
    fc.assert(
      fc.property(anyTable, anyOptions, fc.array(fc.nat(39), { minLength: 1 }), (customers, options, rows) => {
        const kept = deserialize(serialize(toStored(segment(customers, options), customers))) as StoredSegmentation;
        const gone = new Set(rows.map((row) => `C-${row + 1}`));
        const { removed, stored: left } = forgetCustomers(kept, gone);
        expect(removed).toBe(customers.ids.filter((id) => gone.has(id)).length);
        if (!left) return;
        const back = fromStored(left);
        expect(notFinite(back)).toEqual([]);
        expect(back.segments.map(({ id, size }) => [id, size])).toEqual(
          back.segments.map(({ id }) => [id, back.labels.filter((label) => label === id).length]),
        );
        expect(back.segments.reduce((sum, { size }) => sum + size, 0)).toBe(customers.ids.length - removed);
        const { personas } = explain(back, 'es');
        expect(new Set(personas.map(({ label }) => label)).size).toBe(back.segments.length);
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  test('whatever is forgotten: every candidate can be chosen afterwards, with finite figures and nobody left out', () => {
    const wire = { KMeans: 'kmeans', GaussianMixture: 'gmm', Agglomerative: 'hierarchical', DBSCAN: 'dbscan' } as const;
    fc.assert(
      fc.property(anyTable, anyOptions, fc.array(fc.nat(39), { minLength: 1 }), (customers, options, rows) => {
        const gone = new Set(rows.map((row) => `C-${row + 1}`));
        const { stored: left } = forgetCustomers(toStored(segment(customers, options), customers), gone);
        if (!left) return;
        const back = fromStored(left);
        for (const { algorithm, params } of back.candidates) {
          const k = 'k' in params ? { k: params.k } : {};
          const chosen = chooseAgain(back, { algorithm: wire[algorithm], ...k });
          expect(notFinite(chosen)).toEqual([]);
          expect(chosen.segments.reduce((sum, { size }) => sum + size, 0)).toBe(left.table.ids.length);
        }
      }),
      { seed: 5, numRuns: 60 },
    );
  });
});
