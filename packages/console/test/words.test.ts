import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { expect, test } from 'vitest';
import { en as coreEn } from '../src/words/en.ts';
import { es as coreEs } from '../src/words/es.ts';
import { pt as corePt } from '../src/words/pt.ts';
import { wizard as wizardEn } from '../src/words/wizard/en.ts';
import { wizard as wizardEs } from '../src/words/wizard/es.ts';
import { wizard as wizardPt } from '../src/words/wizard/pt.ts';
import { preferredLanguage } from '../src/words/words.ts';

const en = { ...coreEn, ...wizardEn };
const es = { ...coreEs, ...wizardEs };
const pt = { ...corePt, ...wizardPt };

const argumentsOf = (message: string): string[] =>
  [...message.matchAll(/\{(\w+)(?=[,}])/g)].map(([, name = '']) => name).toSorted();

test.each(Object.keys(en) as (keyof typeof en)[])('%s is a message in every language, with the same values', (key) => {
  const shown = argumentsOf(en[key]);
  for (const [language, catalogue] of Object.entries({ en, es, pt })) {
    const message = catalogue[key];
    expect(() => new IntlMessageFormat(message, language, undefined, { ignoreTag: true })).not.toThrow();
    expect([...new Set(argumentsOf(message))]).toEqual([...new Set(shown)]);
    expect(message).not.toMatch(/[!]|\binsight|\boops/i);
  }
});

test('the language is the first of the browser’s that is ours', () => {
  expect(preferredLanguage(['fr-FR', 'pt-BR', 'es'])).toBe('pt');
  expect(preferredLanguage(['de'])).toBe('en');
});

test('no text is left that no page says', () => {
  const src = join(import.meta.dirname, '../src');
  const code = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.startsWith('words/'))
    .map((name) => readFileSync(join(src, name), 'utf8'))
    .join('\n');
  const made = [...code.matchAll(/`(\w+_)\$\{/g)].map(([, prefix = '']) => prefix);
  const said = (key: string): boolean => code.includes(`'${key}'`) || made.some((prefix) => key.startsWith(prefix));
  expect(Object.keys(en).filter((key) => !said(key))).toEqual([]);
});
