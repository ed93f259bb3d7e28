import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, test } from 'vitest';
import { languages } from '../../src/base/language.ts';
import { noticeMessages } from '../../src/base/locales/notices.ts';
import { noticeCodes } from '../../src/base/notice.ts';
import { speaker } from '../../src/base/words.ts';
import { changePhrases } from '../../src/personas/locales/change.ts';
import { personaKeys, plays } from '../../src/personas/catalogue.ts';
import { phrases } from '../../src/personas/words.ts';
import { roles } from '../../src/segmentation/meaning.ts';

type Node = ReturnType<IntlMessageFormat['getAst']>[number];

/** Names of the placeholders of a message, nested ones too. */
function placeholders(message: string, language: string): string[] {
  const names = new Set<string>();
  const walk = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      // Type 0 is literal text; every other node with a value is a placeholder.
      const type: number = node.type;
      if (type !== 0 && 'value' in node) names.add(node.value);
      if ('options' in node) for (const option of Object.values(node.options)) walk(option.value);
    }
  };
  walk(new IntlMessageFormat(message, language, undefined, { ignoreTag: true }).getAst());
  return [...names].toSorted();
}

const catalogues = { phrases, noticeMessages, changePhrases } as const;
const others = languages.filter((language) => language !== 'en');

describe.each(Object.entries(catalogues))('%s', (_, catalogue) => {
  const english: Readonly<Record<string, string>> = catalogue.en;

  test.each(others)('has the English keys in %s', (language) => {
    expect(Object.keys(catalogue[language])).toEqual(Object.keys(english));
  });

  test.each(others)('shows the same values in %s as in English', (language) => {
    const other: Readonly<Record<string, string>> = catalogue[language];
    const differing = Object.keys(english).filter(
      (key) => placeholders(english[key], 'en').join() !== placeholders(other[key], language).join(),
    );
    expect(differing).toEqual([]);
  });

  // A sentence that shouts, flatters, explains motives or speaks of the machinery.
  const banned = {
    en: /!|\b(oops|AI|insights?|users?|clusters?|p-value|significant\w*|because|wants?|wealthy|young|old|loves?)\b/i,
    es: /!|\b(IA|usuarios?|cl[uú]ster\w*|significativ\w*|porque|quieren?|ricos?|j[oó]venes|aman?)\b/i,
    pt: /!|\b(IA|usu[aá]rios?|cl[uú]ster\w*|significativ\w*|porque|querem|ricos?|jovens|amam)\b/i,
  };
  test.each(languages)('keeps to plain words in %s', (language) => {
    expect(Object.values<string>(catalogue[language]).filter((message) => banned[language].test(message))).toEqual([]);
  });
});

test.each(languages)('every notice can be said in %s with the details its code promises', (language) => {
  const details = {
    n: 180,
    recommended: 500,
    feature: 'Spend',
    a: 'Spend',
    b: 'Orders',
    r: 0.98,
    more: 1,
    count: 1,
    median: '51',
    asked: 12,
    used: 2,
    rows: 2,
    distinct: 2,
    algorithm: 'K-Means',
    k: 4,
    models: 1,
    chosen: 'KMeans 3',
    rule: 'KMeans 4',
    reason: 'linkage_too_large',
    method: 'Elbow',
    customers: 1_000_000,
    groups: 20_000,
  };
  const say = speaker(noticeMessages, language);
  for (const code of noticeCodes) {
    const text = say(code, details);
    expect(text).toMatch(/\.$/);
    expect(text).not.toMatch(/[{}]|undefined|NaN/);
  }
});

test('a correlation is written with two decimals and the decimal sign of the language', () => {
  const details = { a: 'x', b: 'y', r: 0.98765 };
  expect(
    languages.map((language) => /\d\S\d\d/.exec(speaker(noticeMessages, language)('COLLINEAR_COLUMNS', details))?.[0]),
  ).toEqual(['0.99', '0,99', '0,99']);
});

test.each(languages)('different personas, roles and plays have different names in %s', (language) => {
  const texts: Readonly<Record<string, string>> = phrases[language];
  const distinct = (keys: readonly string[]): void => {
    const named = keys.flatMap((key) => (texts[key] === undefined ? [] : [texts[key]]));
    expect(new Set(named).size).toBe(named.length);
    expect(named.length).toBeGreaterThan(5);
  };
  distinct(personaKeys.map((key) => `label_${key}`));
  distinct(roles.map((role) => `qualifier_${role}`));
  distinct(roles.map((role) => `feature_${role}`));
  distinct(plays.map((play) => `play_${play}`));
  distinct(plays.map((play) => `action_${play}`));
});
