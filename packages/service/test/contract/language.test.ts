import { expect, test } from 'vitest';
import { negotiate } from '../../src/contract/language.ts';

test.each([
  ['pt', 'pt'],
  ['pt-BR', 'pt'],
  ['es-419,es;q=0.9', 'es'],
  ['fr, es;q=0.5', 'es'],
  ['en;q=0.1, pt;q=0.9', 'pt'],
  ['es;q=0, pt;q=0.1', 'pt'],
  ['fr', 'en'],
  ['xx-yy;q=banana', 'en'],
  ['es'.padEnd(300, ' '), 'en'],
] as const)('%s means %s', (header, language) => expect(negotiate(header)).toBe(language));

test.each([[undefined], [''], ['*'], ['*;q=0.5']])('%s leaves the choice to the body', (header) => {
  expect(negotiate(header)).toBeNull();
});
