import { Command } from 'commander';
import { expect, test } from 'vitest';
import { typedAgain } from '../../src/cli/again.ts';

test.each([
  [['my file.csv', '--k', '3'], "'my file.csv' --k 3"],
  [["it's.csv", '--yes'], String.raw`'it'\''s.csv' --yes`],
  [['postgres://me:secret@host/shop', '--query', 'select 1'], "'postgres://me:***@host/shop' --query 'select 1'"],
  [['a.csv', '--k=4', '--yes'], 'a.csv --k 4 --yes'],
  [['a.csv'], 'a.csv'],
])('%j is typed again as %s', async (args, typed) => {
  const command = new Command('segment')
    .argument('<file>')
    .option('--k <number>', 'how many', Number)
    .option('--query <sql>')
    .option('--yes')
    .option('--left <text>', 'not typed', 'default')
    .action(() => undefined);
  await command.parseAsync(args, { from: 'user' });
  expect(typedAgain(command)).toBe(typed);
});
