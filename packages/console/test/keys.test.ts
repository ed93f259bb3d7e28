import { letterOf } from '@clientele/engine';
import { expect, test } from 'vitest';
import { keyOf, segmentOf } from '../src/data/keys.ts';

test('an address leads to the segment that it was made of', () => {
  for (let id = 0; id < 1_000; id++) expect(segmentOf(keyOf({ letter: letterOf(id) }))).toBe(id);
  expect(segmentOf(keyOf({ letter: '' }))).toBe(-1);
});

test.each(['', 'A', '1', 'a1', 'abcde', '../x'])('%j leads nowhere', (key) => expect(segmentOf(key)).toBeNull());
