import { describe, expect, test } from 'vitest';
import { apartWord, comesBackWord, structureOf, verdictOf } from '../../src/selection/structure.ts';
import { candidate } from '../support/candidates.ts';

const chance = { low: 0.2, high: 0.25 };

describe('are the groups apart', () => {
  test.each([
    [0.1, 'no'],
    [0.25, 'no'],
    [0.26, 'hardly'],
    [0.299, 'hardly'],
    [0.31, 'partly'],
    [0.49, 'partly'],
    [0.5, 'clearly'],
  ])('silhouette %d against a band up to .25: %s', (silhouette, word) => {
    expect(apartWord(silhouette, chance)).toBe(word);
  });

  test('has no word without a silhouette or a band', () => {
    expect(apartWord(null, chance)).toBeNull();
    expect(apartWord(0.5, null)).toBeNull();
  });
});

describe('do they come back', () => {
  test.each([
    [[0.85, 1], 'always'],
    [[0.84, 1], 'mostly'],
    [[0.6, 0.75], 'mostly'],
    [[0.6, 0.7, 0.75], 'in_part'],
    [[0.59, 1, 1], 'in_part'],
    [[0.5, 0.9], 'in_part'],
    [[0.5, 0.4, 1], 'no'],
  ])('%j: %s', (stability, word) => {
    expect(comesBackWord(Float64Array.from(stability))).toBe(word);
  });

  test('has no word without figures', () => {
    expect(comesBackWord(null)).toBeNull();
    expect(comesBackWord(new Float64Array(0))).toBeNull();
  });
});

describe('the verdict', () => {
  test.each([
    ['strong', 'clearly', true, 'always', true],
    ['moderate', 'clearly', true, 'always', false],
    ['moderate', 'clearly', true, 'mostly', true],
    ['moderate', 'partly', true, 'in_part', true],
    ['weak', 'partly', true, 'no', true],
    ['weak', 'partly', true, null, true],
    ['weak', 'hardly', true, 'always', true],
    ['weak', 'no', true, 'always', true],
    ['weak', null, true, 'always', true],
    ['none', 'no', false, 'always', true],
    ['none', null, false, null, false],
  ] as const)(
    '%s: winner apart %s, any apart %s, back %s, denser %s',
    (verdict, apart, anyApart, comesBack, denser) => {
      expect(verdictOf({ apart, anyApart, clumped: false, comesBack, denser })).toBe(verdict);
    },
  );

  test('is weak where no model is apart, or none could be measured, but the gap rule sees more than one cluster', () => {
    const of = { anyApart: false, comesBack: 'always', denser: true } as const;
    expect(verdictOf({ ...of, apart: 'no', clumped: true })).toBe('weak');
    expect(verdictOf({ ...of, apart: null, clumped: true })).toBe('weak');
  });

  test('carries its evidence, both gaps side by side', () => {
    const winner = candidate({ silhouette: 0.9, chance });
    const structure = structureOf(winner, [winner], {
      gap: {
        sampleSize: 300,
        box: [
          { k: 1, value: 0.1, error: 0.01 },
          { k: 2, value: 0.5, error: 0.02 },
        ],
        marginal: [
          { k: 1, value: 0, error: 0.01 },
          { k: 2, value: 0.4, error: 0.03 },
          { k: 3, value: 0.3, error: 0.03 },
        ],
      },
      stability: Float64Array.of(0.9, 0.95, 1),
      redraws: 30,
    });
    expect(structure).toEqual({
      verdict: 'strong',
      gap: [
        { k: 1, box: 0.1, boxError: 0.01, marginal: 0, marginalError: 0.01 },
        { k: 2, box: 0.5, boxError: 0.02, marginal: 0.4, marginalError: 0.03 },
      ],
      gapChoice: { box: 2, marginal: 2 },
      silhouette: 0.9,
      chance,
      stability: { lowest: 0.9, highest: 1, redraws: 30 },
      sampleSize: 300,
      apart: 'clearly',
      comesBack: 'always',
    });
  });
});
