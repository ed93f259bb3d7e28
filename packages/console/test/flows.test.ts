import type { ComparisonAnswer } from '@clientele/service/contract/runs/comparison';
import { expect, test } from 'vitest';
import { bandsOf } from '../src/pages/compare/bands.ts';
import { flowsOf, moved, shownOf, sizeOf } from '../src/pages/compare/flows.ts';

const segment = (id: number, letter: string, share: number) => ({
  segment_id: id,
  letter,
  tone: id + 1,
  name: letter,
  generated_name: letter,
  trust: null,
  size: 0,
  share,
});
const move = (from: number | null, to: number | null, customers: number, value: number | null = customers * 10) => ({
  previous_segment_id: from,
  segment_id: to,
  customers,
  value_before: null,
  value_after: value,
});
const found = {
  migration: [move(0, 1, 30), move(0, 0, 5), move(1, 0, 20, null), move(null, 1, 7), move(1, null, 3, null)],
  identity: {
    segments: [
      { state: 'kept', segment_id: 1, previous_segment_ids: [0] },
      { state: 'new', segment_id: 0, previous_segment_ids: [] },
      { state: 'gone', segment_id: null, previous_segment_ids: [1] },
    ],
  },
} as unknown as ComparisonAnswer; // what flows are made of

const flows = flowsOf(
  found,
  [segment(0, 'A', 0.6), segment(1, 'B', 0.4)],
  [segment(0, 'A', 0.5), segment(1, 'B', 0.5)],
);

test('each side has all customers, those of one run only last', () => {
  const sizes = (side: 'before' | 'after') => flows[side].map(({ name, customers }) => [name, customers]);
  expect(sizes('before')).toEqual([
    ['A', 35],
    ['B', 23],
    [null, 7],
  ]);
  expect(sizes('after')).toEqual([
    ['A', 25],
    ['B', 37],
    [null, 3],
  ]);
});

test('who is where their segment went has stayed; moves are the others in both runs, the largest first', () => {
  expect(flows.flows.filter(({ stayed }) => stayed).map(({ from, to }) => [from.name, to.name])).toEqual([['A', 'B']]);
  expect(moved(flows).map(({ from, to, customers, value }) => [from.name, to.name, customers, value])).toEqual([
    ['B', 'A', 20, null],
    ['A', 'A', 5, 50],
  ]);
});

test('by worth a band is as high as its customers are worth later; who has no worth known, or has gone, has no band', () => {
  const shown = shownOf(flows, 'value', false);
  expect(shown.flows.map((flow) => [flow.from.name, flow.to.name, sizeOf(flow, 'value')])).toEqual([
    ['A', 'A', 50],
    ['A', 'B', 300],
    [null, 'B', 70],
  ]);
  expect([shown.before, shown.after].map((places) => places.map(({ name }) => name))).toEqual([
    ['A', 'B', null],
    ['A', 'B'],
  ]);
});

test('of movers only those stand there who are in both runs and not where their segment went, between all segments', () => {
  const shown = shownOf(flows, 'customers', true);
  expect(shown.flows.map(({ from, to }) => [from.name, to.name])).toEqual([
    ['A', 'A'],
    ['B', 'A'],
  ]);
  expect([shown.before, shown.after].map((places) => places.map(({ name }) => name))).toEqual([
    ['A', 'B'],
    ['A', 'B'],
  ]);
});

test('bands fill their places from the top, in the order of the other side, and share one height', () => {
  const { left, right, bands, height } = bandsOf(flows, 'customers');
  const all = bands.reduce((sum, band) => sum + band.height, 0);
  expect(all).toBeCloseTo(340, 9);
  for (const [side, nodes] of [
    ['from', left],
    ['to', right],
  ] as const)
    for (const { place, y, height: high } of nodes) {
      const own = bands.filter((band) => band[side] === place);
      let next = y;
      for (const band of own) {
        expect(side === 'from' ? band.y1 : band.y2).toBeCloseTo(next, 9);
        next += band.height;
      }
      expect(next).toBeCloseTo(y + high, 9);
    }
  expect(height).toBeGreaterThanOrEqual(340);
});

test('where nobody moved there are places and no band, and nothing that is not a number', () => {
  const stayed = { ...flows, flows: flows.flows.filter((flow) => flow.stayed) };
  const { left, bands, height } = bandsOf(shownOf(stayed, 'customers', true), 'customers');
  expect([left.map((node) => node.height), bands, height]).toEqual([[0, 0], [], 80]);
});
