import { expect, test } from 'vitest';
import { ordersNotesOf } from '../../src/orders/notes.ts';
import { reader, testFolder } from '../support/orders.ts';

const read = reader(testFolder('notes'));
const lines = [
  'customer_id,order_date,amount',
  'a,2026-01-10,30',
  'a,2026-01-10,30',
  ',2026-01-11,5',
  'b,soon,5',
  'b,2025-12-31,5',
  'b,2026-02-01,0',
  'b,2026-02-02,1234.5',
  'b,2026-02-03,-1234.5',
  'a,2026-02-04,-7',
];
const rules = { since: '2026-01-01', badLines: 'skip' } as const;

test('everything that was found and left out is told, with what it came to', async () => {
  const notes = ordersNotesOf(await read(`${lines.join('\n')}\n`, { rules }), 'en');
  expect(notes.map(({ key, message }) => `${key}: ${message}`)).toEqual([
    'COLUMNS: Columns: customer = customer_id, date = order_date, amount = amount.',
    'READ: 9 lines, 2 customers, 2026-01-10 to 2026-02-04; recency is counted from 2026-06-30 (UTC).',
    'WITHOUT_CUSTOMER: 1 line has no customer and was skipped.',
    'UNREADABLE: 1 line could not be read and was skipped.',
    'OUTSIDE: 1 line is outside the window and was left out.',
    'REPEATS: 1 line repeats another exactly; all were kept (--duplicates drop drops them).',
    'RETURNS: 2 returns worth 1,241.5: set against purchases of the same customer, except 7 in 1 line without such a purchase, which was left out.',
    'FREE: 1 line costs nothing; it counts as a visit.',
    'LONG_AGO: The last order was 146 days before 2026-06-30. Features of that time: --as-of 2026-02-05.',
    'NO_DIVERSITY: No column names a category or product, so product_diversity is left out.',
    'LOYALTY: No points are given: loyalty_score is made of recency, visits and money.',
  ]);
});

test('a customer who returned everything is told to be left out; each language tells the same notes', async () => {
  const gone = [...lines, 'c,2026-03-01,9', 'c,2026-03-02,-9', ''];
  const found = await read(gone.join('\n'), { rules });
  const keys = ordersNotesOf(found, 'en').map(({ key }) => key);
  expect(keys).toContain('LEFT_OUT');
  for (const language of ['es', 'pt'] as const) {
    const notes = ordersNotesOf(found, language);
    expect(notes.map(({ key }) => key)).toEqual(keys);
    for (const { message } of notes) expect(message).not.toMatch(/[{}]|undefined/);
  }
});
