import { fault, languages } from '@clientele/engine';
import { describe, expect, test } from 'vitest';
import { errorBody, Refusal, refusalOf, refusalTable, type Reason } from '../../src/contract/errors.ts';
import { errorMessages } from '../../src/contract/locales/errors.ts';
import { issueMessages } from '../../src/contract/locales/issues.ts';
import { wireNameOf } from '../../src/contract/purchasing-segmentation.ts';

/** Names of the values that a message shows; plural and select branches are texts, not names. */
function placeholders(message: string): string[] {
  return [...new Set([...message.matchAll(/\{(\w+)[,}]/g)].map((match) => match[1]!))]
    .filter((name) => !/^(text|texto)$/.test(name))
    .toSorted();
}

/** A refusal with something for every value its message shows. */
function refusal(reason: Reason): Refusal {
  const values = Object.fromEntries(placeholders(errorMessages.en[reason]).map((name) => [name, 3]));
  return new Refusal(reason, values, { path: 'data' });
}

describe('messages', () => {
  for (const [name, catalogue] of Object.entries({ errorMessages, issueMessages }))
    test(`${name}: every language shows the same values`, () => {
      const english: Record<string, string> = catalogue.en;
      for (const language of languages)
        for (const [key, message] of Object.entries(catalogue[language]))
          expect(placeholders(message), `${language} ${key}`).toEqual(placeholders(english[key]!));
    });

  test('every refusal has a message of its own in every language, and none shows an unfilled value', () => {
    for (const reason of Object.keys(refusalTable) as Reason[]) {
      const texts = languages.map((language) => errorBody(refusal(reason).data, language, 'r').message);
      expect(new Set(texts).size, reason).toBe(languages.length);
      for (const text of texts) expect(text).not.toMatch(/[{}]|undefined/);
    }
  });
});

test('every 422 carries the path map that existing clients read, and no other status does', () => {
  for (const reason of Object.keys(refusalTable) as Reason[]) {
    const body = errorBody(refusal(reason).data, 'en', 'r');
    expect(body.errors !== undefined, reason).toBe(refusalTable[reason].status === 422);
    expect(body.detail).toBe(body.message);
  }
});

test('a fault of the engine is a 422 that names the parameter as the request spells it', () => {
  const unknown = fault('INVALID_PARAMETER', {
    parameter: 'minSamples',
    value: '1',
    kind: 'integer_from',
    minimum: 3,
    maximum: '',
    choices: '',
  });
  expect(refusalOf(unknown, wireNameOf).data.issues[0]?.path).toBe('dbscan_min_samples');
  const few = fault('INSUFFICIENT_DATA', { minimum_required: 2, provided: 1 });
  expect(errorBody(refusalOf(few).data, 'en', 'r').code).toBe('INSUFFICIENT_DATA');
  const gone = fault('COLUMN_MOSTLY_MISSING', { feature: 'x', missing: 5, rows: 9, limit_percent: 40 });
  expect(errorBody(refusalOf(gone).data, 'es', 'r').errors).toEqual({ 'data[*].features.x': [gone.say('es')] });
});

test('a fault that no caller can mend is told as an internal one, without its details', () => {
  const body = errorBody(refusalOf(fault('MATRIX_SHAPE', { rows: 1, cols: 2, length: 3 })).data, 'en', 'r');
  expect(body.code).toBe('INTERNAL');
  expect(body.details).toEqual({});
  expect(body.retry_after).toBe(60);
});
