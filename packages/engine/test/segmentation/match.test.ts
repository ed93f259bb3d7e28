import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CustomerTable } from '../../src/features/table.ts';
import { explain } from '../../src/personas/explain.ts';
import { shop } from '../../src/samples/shop.ts';
import { keepIdentity } from '../../src/segmentation/keep-identity.ts';
import type { Later } from '../../src/segmentation/later-time.ts';
import { matchSegments } from '../../src/segmentation/match.ts';
import { score, toModel } from '../../src/segmentation/score.ts';
import { segment } from '../../src/segmentation/segment.ts';
import type { Segmentation } from '../../src/segmentation/segmentation.ts';
import { fromStored, toStored } from '../../src/segmentation/stored.ts';
import { segmentationOf, tableOf } from '../support/segmentations.ts';

/** A run of customers a1, a2, ... with the given labels, one feature apart. */
function run(labels: readonly number[], names: readonly string[] = labels.map((_, i) => `a${i + 1}`)): Segmentation {
  const table = tableOf({ worth: labels.map((label, i) => 100 * label + (i % 7)) });
  const made = segmentationOf({ ...table, ids: names }, { k: 2 });
  const ids = [...new Set(labels)].toSorted((a, b) => a - b);
  const segments = ids.map((id) => ({ ...made.segments[0], id, size: labels.filter((label) => label === id).length }));
  return { ...made, labels: Int32Array.from(labels), segments };
}
const times = (count: number, label: number): number[] => Array.from({ length: count }, () => label);

describe('segments of shared customers', () => {
  test('are the same from a Jaccard index of one half on', () => {
    // Segment 0 keeps 6 of its 8 and gains 2: 6 / 10. Segment 1 keeps 3 of its 4 and gains 2: 3 / 6.
    const previous = run([...times(8, 0), ...times(4, 1), ...times(4, 2)]);
    const next = run([...times(6, 0), ...times(2, 1), ...times(3, 1), 0, ...times(1, 0), ...times(3, 2)]);
    const { basis, shared, matches, births, deaths } = matchSegments(previous, next);
    expect([basis, shared]).toEqual(['customers', 16]);
    expect(matches).toEqual([
      { previous: 0, segment: 0, similarity: 6 / 10 },
      { previous: 1, segment: 1, similarity: 3 / 6 },
      { previous: 2, segment: 2, similarity: 3 / 4 },
    ]);
    expect([births, deaths]).toEqual([[], []]);
  });

  test('that dissolve are born and die, though they are the most similar there are', () => {
    // 0 and 1 are dealt out evenly to 0, 1 and 2: no pair has more than 3 of 9 - 3 + 6.
    const previous = run([...times(9, 0), ...times(9, 1)]);
    const next = run([0, 0, 0, 1, 1, 1, 2, 2, 2, 0, 0, 0, 1, 1, 1, 2, 2, 2]);
    expect(matchSegments(previous, next)).toMatchObject({ matches: [], births: [0, 1, 2], deaths: [0, 1] });
  });

  test('split and merge', () => {
    const previous = run([...times(10, 0), ...times(10, 1), ...times(10, 2), ...times(4, 3)]);
    const next = run([...times(6, 0), ...times(4, 1), ...times(20, 2), ...times(4, 3)]);
    const found = matchSegments(previous, next);
    expect(found.splits).toEqual([{ previous: 0, segments: [0, 1] }]);
    expect(found.merges).toEqual([{ previous: [1, 2], segment: 2 }]);
    // 6 of 10 go on as segment 0; of two halves of a merger the first goes on.
    expect(found.matches.map(({ previous: was, segment: is }) => [was, is])).toEqual([
      [0, 0],
      [1, 2],
      [3, 3],
    ]);
    expect([found.births, found.deaths]).toEqual([[], []]);
  });

  test('are looked for among shared customers only; noise is no segment', () => {
    const previous = run([...times(5, 0), ...times(5, -1), 0, 0]);
    const next = run([...times(5, 0), ...times(5, -1), 1, 1], [...previous.ids.slice(0, 10), 'n1', 'n2']);
    const found = matchSegments(previous, next);
    expect(found.shared).toBe(10);
    expect(found.matches).toEqual([{ previous: 0, segment: 0, similarity: 1 }]);
    expect(found.births).toEqual([1]);
  });

  test('of a run with itself are all the same, whatever the labels', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1, max: 5 }), { minLength: 2, maxLength: 40 }), (labels) => {
        const one = run(labels);
        const { matches, births, deaths, splits, merges } = matchSegments(one, one);
        const ids = [...new Set(labels)].filter((id) => id >= 0).toSorted((a, b) => a - b);
        expect(matches).toEqual(ids.map((id) => ({ previous: id, segment: id, similarity: 1 })));
        expect([births, deaths, splits, merges]).toEqual([[], [], [], []]);
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  test('every segment of either run is told of, and none twice', () => {
    const labels = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(labels, labels, (a, b) => {
        const [previous, next] = [run(a), run(b)];
        const found = matchSegments(previous, next);
        const going = found.matches.map((match) => match.previous);
        const coming = found.matches.map((match) => match.segment);
        expect(new Set(going).size).toBe(going.length);
        expect(new Set(coming).size).toBe(coming.length);
        const told = new Set([...coming, ...found.births, ...found.splits.flatMap((each) => each.segments)]);
        for (const { segment: id } of found.merges) told.add(id);
        expect(told).toEqual(new Set(next.segments.map(({ id }) => id)));
        for (const id of found.births) expect(coming).not.toContain(id);
        for (const id of found.deaths) expect(going).not.toContain(id);
      }),
      { seed: 4, numRuns: 100 },
    );
  });
});

describe('segments without shared customers', () => {
  const march = shop({ n: 900, seed: 5 });
  const april = shop({ n: 900, seed: 6 });
  const strangers = (table: CustomerTable): CustomerTable => ({ ...table, ids: table.ids.map((id) => `new ${id}`) });
  /** The planted group that a segment's customers are of. */
  const plantedIn = ({ labels }: Segmentation, planted: Int32Array, id: number): number[] => [
    ...new Set(planted.filter((_, i) => labels[i] === id)),
  ];

  test('are matched by their centres in the earlier space', () => {
    const before = segment(march.table, { algorithm: 'kmeans', nClusters: 4 });
    const after = segment(strangers(april.table), { algorithm: 'kmeans', nClusters: 4 });
    const found = matchSegments(before, after);
    expect([found.basis, found.shared, found.matches.length]).toEqual(['centroids', 0, 4]);
    for (const { previous, segment: id } of found.matches)
      expect(plantedIn(after, april.labels, id)).toEqual(plantedIn(before, march.labels, previous));
    for (const { similarity } of found.matches) expect(similarity).toBeGreaterThan(0.7);
  });

  test('are all new where the features differ', () => {
    const before = segmentationOf(march.table, { k: 2 });
    const after = segmentationOf(strangers({ ...april.table, names: april.table.names.map((name) => `${name} 2`) }), {
      k: 3,
    });
    expect(matchSegments(before, after)).toMatchObject({ basis: 'none', births: [0, 1, 2], deaths: [0, 1] });
  });
});

const looked: Later = {
  from: '2026-05-01',
  until: '2026-06-30',
  days: 61,
  customers: 801,
  groups: [],
  answer: 'no',
  explained: null,
  baselineExplained: null,
};

describe('a run that keeps the identity of segments', () => {
  const { table } = shop({ n: 800, seed: 21 });
  const first = segment(table, { algorithm: 'kmeans', nClusters: 4 });
  const swapped = [2, 0, 3, 1];
  /** As if the earlier run had numbered its segments otherwise. */
  const earlier: Segmentation = {
    ...first,
    labels: first.labels.map((label) => swapped[label]),
    segments: first.segments.map((each) => ({ ...each, id: swapped[each.id] })),
  };
  const kept = keepIdentity(segment(table, { algorithm: 'kmeans', nClusters: 4 }), earlier);

  test('has the ids of the earlier one, in labels, second choices, segments and rules, and the figures of its own', () => {
    expect(kept.labels).toEqual(earlier.labels);
    expect(kept.segments.map(({ id }) => id)).toEqual(swapped);
    expect(kept.segments.map(({ size }) => size)).toEqual(first.segments.map(({ size }) => size));
    expect(kept.runnerUp).toEqual(first.runnerUp.map((label) => (label < 0 ? -1 : swapped[label])));
    expect(kept.rules.rules.map(({ segment: id }) => id)).toEqual(
      first.rules.rules.map(({ segment: id }) => swapped[id]),
    );
    expect(kept.history).toMatchObject({ basis: 'customers', births: [], deaths: [], nextId: 4 });
  });

  test('scores new customers with those ids, also after being stored, and speaks of them', () => {
    expect(score(toModel(kept), table).labels).toEqual(kept.labels);
    const again = fromStored(toStored(kept, table));
    expect(again).toEqual(kept);
    const labels = explain(first, 'en').personas.map(({ id, label }) => [swapped[id], label]);
    expect(explain(again, 'en').personas.map(({ id, label }) => [id, label])).toEqual(labels);
  });

  test('tells how they fared later by those ids too', () => {
    const groups = first.segments.map(({ id, size }) => ({
      id,
      segment: id,
      size,
      share: 0.5,
      low: 0,
      high: 1,
      spent: 1,
    }));
    const strangersLater = { id: 9, segment: null, size: 1, share: 0, low: 0, high: 1, spent: 0 };
    const later = { ...looked, groups: [...groups, strangersLater] };
    const { later: told } = keepIdentity({ ...first, later }, earlier);
    expect(told?.groups.map(({ segment: id }) => id)).toEqual([...swapped, null]);
  });

  test('gives a new segment an id that no earlier run gave', () => {
    const other = keepIdentity(run([...times(5, 0), ...times(5, 1)]), {
      ...run([...times(5, 0), 1, 2, 3, 1, 2]),
      history: {
        basis: 'customers',
        shared: 10,
        matches: [],
        splits: [],
        merges: [],
        births: [],
        deaths: [],
        nextId: 9,
      },
    });
    expect(other.segments.map(({ id }) => id)).toEqual([0, 9]);
    expect(other.history).toMatchObject({ births: [], merges: [{ segment: 9 }], nextId: 10 });
  });
});
