import { expect, test } from 'vitest';
import { Refusal } from '../../src/contract/errors.ts';
import { csvTiers, tieredRows } from '../../src/runs/tiers.ts';
import { plantedSegmentation } from '../support/segmentation.ts';

const segmentation = plantedSegmentation({ n: 200 });
const rows = Int32Array.from(segmentation.ids.keys());

test('a customer is in the highest tier whose lowest value it reaches, and equal values share one', () => {
  const values = Float64Array.of(7, 9, 3, 7, 1);
  const found = tieredRows(
    {
      ...segmentation,
      ids: ['a', 'b', 'c', 'd', 'e'],
      names: ['orders', 'spend'],
      space: { ...segmentation.space, filled: [new Float64Array(5), values] },
      tiers: {
        feature: 'spend',
        tiers: [
          { name: 'top', from: 7, size: 3, share: null },
          { name: 'base', from: 1, size: 2, share: null },
        ],
      },
    },
    Int32Array.of(4, 0, 1, 2, 3),
  );
  expect(found.map(({ customerId, tier, value }) => `${customerId} ${tier} ${value}`)).toEqual([
    'e base 1',
    'a top 7',
    'b top 9',
    'c base 3',
    'd top 7',
  ]);
});

test('a run in which no feature tells value has no tiers', () => {
  expect(() => tieredRows({ ...segmentation, tiers: null }, rows)).toThrow(new Refusal('NOT_FOUND'));
});

test('an id stands in the file as it was sent', () => {
  const file = csvTiers([{ customerId: '=A,"1"', tier: 'top', value: 2.5 }]);
  expect(new TextDecoder().decode(file)).toBe('customer_id,tier,value\n"=A,""1""",top,2.5\n');
});
