import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atomsOf, refine, sortedByGroup } from '../../src/evaluation/atoms.ts';
import { partitionOf } from '../../src/evaluation/partition.ts';
import { labelsOf } from '../support/labellings.ts';

const many = { seed: 1, numRuns: 100 };
const labellings = fc
  .integer({ min: 1, max: 60 })
  .chain((rows) => fc.array(labelsOf(rows, 5), { minLength: 1, maxLength: 8 }));

describe('partitionOf', () => {
  test('closes gaps in the order of the labels and puts noise last', () => {
    expect(partitionOf(Int32Array.of(9, -1, 4, 9, -3))).toEqual({
      of: Int32Array.of(1, 2, 0, 1, 2),
      groups: 3,
      k: 2,
      sizes: Int32Array.of(1, 2, 2),
      clustered: 3,
    });
  });
});

describe('refine', () => {
  test('by hand: pairs of groups, numbered by first row', () => {
    const a = { of: Int32Array.of(0, 0, 1, 0, 1), groups: 2 };
    const b = { of: Int32Array.of(1, 0, 1, 0, 0), groups: 2 };
    expect(refine(a, b)).toEqual({ of: Int32Array.of(0, 1, 2, 1, 3), groups: 4 });
  });

  test('groups so many that a table of pairs would outgrow the rows are numbered the same', () => {
    const rows = 4_000;
    const a = { of: Int32Array.from({ length: rows }, (_, i) => (i * 7) % 1_000), groups: 1_000 };
    const b = { of: Int32Array.from({ length: rows }, (_, i) => (i * i) % 900), groups: 900 };
    const numbers = new Map<string, number>();
    const wanted = Array.from(a.of, (group, i) => {
      const pair = `${group} ${b.of[i]}`;
      const number = numbers.get(pair) ?? numbers.size;
      numbers.set(pair, number);
      return number;
    });
    const joint = refine(a, b);
    expect([...joint.of]).toEqual(wanted);
    expect(joint.groups).toBe(numbers.size);
  });

  test('two rows are together when both groupings have them together', () => {
    fc.assert(
      fc.property(labellings, (given) => {
        const first = partitionOf(given[0]);
        const last = partitionOf(given[given.length - 1]);
        const joint = refine(first, last);
        expect(Math.max(...joint.of) + 1).toBe(joint.groups);
        for (let i = 0; i < first.of.length; i++)
          for (let j = 0; j < i; j++)
            expect(joint.of[i] === joint.of[j]).toBe(first.of[i] === first.of[j] && last.of[i] === last.of[j]);
      }),
      many,
    );
  });
});

test('rows sorted by group keep their order within it', () => {
  const { order, starts } = sortedByGroup({ of: Int32Array.of(2, 0, 2, 0), groups: 3 });
  expect([...order]).toEqual([1, 3, 0, 2]);
  expect([...starts]).toEqual([0, 2, 2, 4]);
});

describe('atoms', () => {
  test('lead every row, through its family, to its cluster in every labelling', () => {
    fc.assert(
      fc.property(labellings, (given) => {
        const partitions = given.map(partitionOf);
        const { order, starts, families } = atomsOf(partitions);
        const reached = new Set<number>();
        for (const family of families)
          for (const member of family.members) {
            reached.add(member.index);
            for (let atom = 0; atom + 1 < starts.length; atom++)
              for (let at = starts[atom]; at < starts[atom + 1]; at++)
                expect(member.into[family.into[atom]]).toBe(partitions[member.index].of[order[at]]);
          }
        expect(reached.size).toBe(given.length);
        expect([...order].toSorted((a, b) => a - b)).toEqual(Array.from(order, (_, i) => i));
      }),
      many,
    );
  });

  test('nested cuts of one tree make one family, of as many atoms as the finest cut has clusters', () => {
    const finest = Int32Array.from({ length: 400 }, (_, i) => i % 10);
    const cuts = [2, 3, 4, 5, 6, 7, 8, 9, 10].map((k) => finest.map((label) => Math.min(label, k - 1)));
    const unlike = finest.map((_, i) => i % 37);
    const { starts, families } = atomsOf([...cuts, unlike].map(partitionOf));
    expect(starts.length - 1).toBe(370);
    expect(families.map(({ groups, members }) => [groups, members.length])).toEqual([
      [10, 9],
      [38, 1], // its own groups, of which noise is empty
    ]);
  });
});
