import { expect, test } from 'vitest';
import { explain } from '../../src/personas/explain.ts';
import { shop } from '../../src/samples/shop.ts';
import { segment } from '../../src/segmentation/segment.ts';

test('nine customers are described by their differences only: nobody is a champion or long gone among so few', () => {
  const { table } = shop({ n: 9, seed: 1 });
  const { personas } = explain(segment(table), 'en');
  expect(personas.length).toBeGreaterThan(1);
  expect(personas.every(({ key }) => key === 'distinct' || key === 'average')).toBe(true);
  expect(new Set(personas.map(({ label }) => label)).size).toBe(personas.length);
});
