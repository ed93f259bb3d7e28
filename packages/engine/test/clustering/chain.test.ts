import { expect, test } from 'vitest';
import { openChain } from '../../src/clustering/chain.ts';

test('a chain closes on the cluster before its last, and both leave it', () => {
  const chain = openChain(5);
  chain.push(4);
  expect([chain.last(), chain.beforeLast()]).toEqual([4, -1]);
  expect(chain.closes(2)).toBe(false);
  expect(chain.closes(0)).toBe(false);
  expect([chain.length(), chain.last(), chain.beforeLast()]).toEqual([3, 0, 2]);
  expect(chain.closes(2)).toBe(true);
  expect([chain.length(), chain.last(), chain.beforeLast()]).toEqual([1, 4, -1]);
});

test('rounding that leads back to an earlier cluster closes the chain too, so that no walk goes round for ever', () => {
  const chain = openChain(5);
  chain.push(3);
  for (const next of [1, 4, 0]) chain.closes(next);
  expect(chain.closes(1)).toBe(true);
  expect([chain.length(), chain.last()]).toEqual([1, 3]);
  // What left the chain may come back.
  expect(chain.closes(4)).toBe(false);
  expect([chain.length(), chain.last(), chain.beforeLast()]).toEqual([2, 4, 3]);
});
