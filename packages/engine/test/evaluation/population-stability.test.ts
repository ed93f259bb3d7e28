import { expect, test } from 'vitest';
import { gaussian, seededRandom } from '../../src/base/random.ts';
import { countsBetween, populationShift } from '../../src/evaluation/population-stability.ts';

test('by hand: two bins of 50 and 50 that become 80 and 20', () => {
  // Half a customer more in every bin: 50.5 / 101 each, then 80.5 / 101 and 20.5 / 101.
  const psi = (80.5 / 101 - 0.5) * Math.log(80.5 / 50.5) + (20.5 / 101 - 0.5) * Math.log(20.5 / 50.5);
  const { psi: found, chance } = populationShift([50, 50], [80, 20]);
  expect(found).toBeCloseTo(psi, 12);
  expect(chance).toBeCloseTo(3.841 * 0.02, 2); // chi-square, one degree of freedom
});

test('the same counts have not moved, and one bin or nobody cannot', () => {
  expect(populationShift([3, 4, 5], [30, 40, 50]).psi).toBeLessThan(0.01);
  expect(populationShift([7], [9])).toEqual({ psi: 0, chance: 0 });
  expect(populationShift([1, 2], [0, 0])).toEqual({ psi: 0, chance: 0 });
});

test('an empty bin gives a finite number', () => {
  expect(populationShift([10, 0], [0, 10]).psi).toBeGreaterThan(1);
  expect(Number.isFinite(populationShift([10, 0], [0, 10]).psi)).toBe(true);
});

test('a value at an edge is below it', () => {
  expect([...countsBetween([1, 2], Float64Array.of(0, 1, 1.5, 2, 3))]).toEqual([2, 2, 1]);
});

test('draws from one crowd stay below what chance brings, but for one in twenty', () => {
  const random = seededRandom(9);
  const draw = (n: number): Float64Array => Float64Array.from({ length: n }, () => gaussian(random));
  const edges = [-1.28, -0.84, -0.52, -0.25, 0, 0.25, 0.52, 0.84, 1.28];
  let above = 0;
  for (let round = 0; round < 400; round++) {
    const { psi, chance } = populationShift(countsBetween(edges, draw(300)), countsBetween(edges, draw(200)));
    above += Number(psi > chance);
  }
  expect(above / 400).toBeGreaterThan(0.02);
  expect(above / 400).toBeLessThan(0.09);
});
