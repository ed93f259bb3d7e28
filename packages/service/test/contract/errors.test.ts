import { fault, languages } from '@clientele/engine';
import { describe, expect, test } from 'vitest';
import { errorBody, Refusal, refusalOf } from '../../src/contract/errors.ts';
import { type Reason, refusalTable } from '../../src/contract/refusal-table.ts';
import { errorMessages } from '../../src/contract/locales/errors.ts';
import { issueMessages } from '../../src/contract/locales/issues.ts';
import { wireNameOf } from '../../src/contract/segmentation/purchasing-segmentation.ts';

const reasons = Object.keys(refusalTable) as Reason[];

/** Names of the values that a message shows; plural and select branches are texts, not names. */
function placeholders(message: string): string[] {
  const names = [...message.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name ?? '');
  return [...new Set(names)].filter((name) => !/^(text|texto)$/.test(name)).toSorted();
}

/** A refusal with something for every value its message shows. */
function refusal(reason: Reason): Refusal {
  const values = Object.fromEntries(placeholders(errorMessages.en[reason]).map((name) => [name, 3]));
  return new Refusal(reason, values, { path: 'data' });
}

/** The values of every message. */
const shown = (messages: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(messages).map(([key, message]) => [key, placeholders(message)]));

describe('messages', () => {
  for (const [name, catalogue] of Object.entries({ errorMessages, issueMessages }))
    test.each(languages)(`${name}: %s shows the same values as English`, (language) => {
      expect(shown(catalogue[language])).toEqual(shown(catalogue.en));
    });

  test.each(reasons)('%s has a text of its own in every language, without an unfilled value', (reason) => {
    const texts = languages.map((language) => errorBody(refusal(reason).data, language, 'r').message);
    expect(new Set(texts).size).toBe(languages.length);
    for (const text of texts) expect(text).not.toMatch(/[{}]|undefined/);
  });
});

test.each(reasons)('%s carries the path map that existing clients read if and only if it is a 422', (reason) => {
  const body = errorBody(refusal(reason).data, 'en', 'r');
  expect(body.errors !== undefined).toBe(refusalTable[reason].status === 422);
  expect(body.detail).toBe(body.message);
});

describe('the second contract', () => {
  const said = (data: Refusal['data'], language: (typeof languages)[number] = 'en') =>
    errorBody(data, language, 'r', 'customer');

  test('prints its bodies exactly, and a request id', () => {
    expect(said(new Refusal('AUTH_FAILED').data)).toEqual({
      error: 'Unauthorized',
      message: 'Invalid authentication credentials',
      code: 'AUTH_FAILED',
      request_id: 'r',
    });
    expect(said(new Refusal('INTERNAL').data)).toEqual({
      error: 'Failed to communicate with AI service',
      message: 'Internal server error',
      code: 'INTERNAL',
      retry_after: 60,
      request_id: 'r',
    });
    const details = { parameter: 'data', location: 'body' };
    expect(said(new Refusal('MISSING_PARAMETER', details).data)).toEqual({
      error: 'Invalid parameters',
      message: 'The data field is required.',
      code: 'MISSING_PARAMETER',
      details,
      request_id: 'r',
    });
  });

  test.each(reasons)('%s has neither detail nor errors, and a text in every language', (reason) => {
    const bodies = languages.map((language) => said(refusal(reason).data, language));
    for (const body of bodies) expect(Object.keys(body).filter((key) => /^(detail|errors)$/.test(key))).toEqual([]);
    expect(new Set(bodies.map(({ message }) => message)).size).toBe(languages.length);
  });
});

test.each(reasons.filter((reason) => [429, 500, 503].includes(refusalTable[reason].status)))(
  '%s says when to come back',
  (reason) => {
    expect(
      errorBody(new Refusal(reason, { limit: 1, window: 60, limit_seconds: 1 }).data, 'en', 'r').retry_after,
    ).toBeGreaterThan(0);
    expect(
      errorBody(new Refusal(reason, { limit: 1, window: 60, limit_seconds: 1, retry_after: 9 }).data, 'en', 'r')
        .retry_after,
    ).toBe(9);
  },
);

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
