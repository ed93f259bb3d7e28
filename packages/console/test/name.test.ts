import { expect, test } from 'vitest';
import { runNameOf } from '../src/look/name.ts';

test.each([
  ['customers.csv', 'customers.csv'],
  ['  =-cmd.csv', 'cmd.csv'],
  ['two\nlines\u202E.csv', 'twolines.csv'],
  [`${'a'.repeat(119)}😀.csv`, 'a'.repeat(119)],
  ['---', ''],
])('a run made of %j is called %j', (file, name) => expect(runNameOf(file)).toBe(name));
