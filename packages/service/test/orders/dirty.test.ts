import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readOrders } from '../../src/orders/read-orders.ts';
import { resolveRules } from '../../src/orders/rules.ts';
import { faultOf, featuresOf, reader, testFolder } from '../support/orders.ts';

const folder = testFolder('dirty');
const read = reader(folder);
const head = 'customer_id,order_date,amount,product_id';
const csv = (...lines: string[]): string => [head, ...lines, ''].join('\n');
const good = 'a,2026-01-01,10,p';

/** One case for each kind of dirty line: what is said, and what --bad-lines skip makes of it. */
const dirty: [string, string, RegExp][] = [
  ['too few cells', 'b,2026-01-01', /^LINE_BROKEN: Line 3 has fewer cells than the header\. .*--bad-lines skip/],
  ['too many cells', 'b,2026-01-01,1,p,x', /^LINE_BROKEN: Line 3 has more cells than the header\./],
  ['a quote that is never closed', 'b,"2026-01-01,1,p', /^LINE_BROKEN: Line 3 has a quoted cell that is never closed/],
  ['no date', 'b,,1,p', /^DATE_MISSING: Line 3 has no date in order_date\./],
  [
    'a day that no calendar has',
    'b,2026-02-30,1,p',
    /^DATE_UNREADABLE: Line 3, order_date: "2026-02-30" is not a date\./,
  ],
  ['a word for a date', 'b,soon,1,p', /^DATE_UNREADABLE: Line 3, order_date: "soon" is not a date\./],
  [
    'a decimal comma',
    'b,2026-01-01,"1,5",p',
    /^AMOUNT_UNREADABLE: Line 3, amount: "1,5" is not an amount\..*decimal point.*--decimal comma/,
  ],
  ['a currency', 'b,2026-01-01,£5,p', /^AMOUNT_UNREADABLE: Line 3, amount: "£5" is not an amount/],
  ['no amount', 'b,2026-01-01,,p', /^AMOUNT_UNREADABLE: Line 3, amount: "" is not an amount/],
  ['an amount without end', 'b,2026-01-01,1e300,p', /^AMOUNT_UNREADABLE: Line 3, amount: "1e300" is not an amount/],
];

describe.each(dirty)('%s', (_, line, said) => {
  test('is refused with line, value and remedy', async () => {
    expect(await faultOf(read(csv(good, line)))).toMatch(said);
  });

  test('is skipped and counted where that was asked for', async () => {
    const { census, table } = await read(csv(good, line), { rules: { badLines: 'skip' } });
    expect([census.unreadable, census.lines, table.ids]).toEqual([1, 2, ['a']]);
  });
});

describe('a decimal comma', () => {
  const lines = ['Kunde', '"1.234,50"', '"12,5"', '7', '"-2,25"'];
  const file = [
    'customer_id;order_date;amount;quantity;price',
    ...lines.slice(1).map((amount) => `a;2026-01-01;${amount};2;"1,5"`),
    '',
  ].join('\n');

  test('is read where that is asked for', async () => {
    const rules = { decimal: 'comma', returns: 'keep' } as const;
    expect(featuresOf(await read(file, { rules }), 'a')).toMatchObject({ purchase_total: 1234.5 + 12.5 + 7 - 2.25 });
    const product = await read(file, { rules, columns: { quantity: 'quantity', price: 'price' } });
    expect(featuresOf(product, 'a')).toMatchObject({ purchase_total: 12 });
  });

  test('leaves no room for a point: the line is told', async () => {
    const rules = { decimal: 'comma' } as const;
    expect(await faultOf(read(csv('a,2026-01-01,"1,5",p', 'b,2026-01-01,0.125,p'), { rules }))).toMatch(
      /^AMOUNT_UNREADABLE: Line 3, amount: "0.125" is not an amount\. With --decimal comma/,
    );
  });

  test('is no matter for numbers that are no text', async () => {
    const items = [
      { customer_id: 'a', order_date: '2026-01-01', amount: 1.25 },
      { customer_id: 'a', order_date: '2026-01-01', amount: '1.250,5' },
    ];
    const found = await read(JSON.stringify(items), { rules: { decimal: 'comma' } });
    expect(featuresOf(found, 'a')).toMatchObject({ purchase_total: 1251.75 });
  });
});

test('how many more lines have the same fault is told', async () => {
  expect(await faultOf(read(csv(good, 'b,x,1,p', good, 'b,y,1,p', 'b,z,1,p')))).toContain(
    'Line 3, order_date: "x" is not a date (and 2 more lines like it).',
  );
});

test('an order after the day of recency is refused, unless the window ends before it', async () => {
  const lines = csv(good, 'b,2026-07-01,5,p');
  expect(await faultOf(read(lines))).toMatch(/^FUTURE: Line 3, order_date: 2026-07-01 is after 2026-06-30/);
  const { census, table } = await read(lines, { rules: { until: '2026-06-30' } });
  expect([census.outsideWindow, table.ids]).toEqual([1, ['a']]);
  expect(await faultOf(read(lines, { rules: { asOf: '2026-07-01' } }))).toBe('');
});

test('lines without customer are counted and skipped; exact repeats are counted, and dropped when asked', async () => {
  const lines = csv(good, good, ' ,2026-01-02,7,q', ',2026-01-02,7,q', 'a,2026-01-01,10,q');
  const kept = await read(lines);
  expect([kept.census.withoutCustomer, kept.census.repeats]).toEqual([2, 1]);
  expect(featuresOf(kept, 'a')).toMatchObject({ purchase_total: 30, visit_frequency: 1, product_diversity: 2 });
  const dropped = await read(lines, { rules: { duplicates: 'drop' } });
  expect(featuresOf(dropped, 'a')).toMatchObject({ purchase_total: 20 });
});

test('dates with day or month first are told apart by the other dates, else refused; a format settles it', async () => {
  expect(await faultOf(read(csv('a,03/04/2026,1,p', 'b,05/06/2026,1,p')))).toMatch(
    /^DATE_AMBIGUOUS: Dates in order_date such as 0[35]\/0[46]\/2026 .*--date-format "%d\/%m\/%Y" or --date-format "%m\/%d\/%Y"/,
  );
  const told = await read(csv('a,03/04/2026 18:30,1,p', 'b,13/04/2026 09:00,1,p'));
  expect(told.census).toMatchObject({ firstDay: '2026-04-03', lastDay: '2026-04-13' });
  const asked = await read(csv('a,03/04/2026,1,p'), { rules: { dateFormat: '%m/%d/%Y' } });
  expect(asked.census.firstDay).toBe('2026-03-04');
  expect(await faultOf(read(csv(good), { rules: { dateFormat: '%Q' } }))).toMatch(/^DATE_FORMAT: /);
});

test.each([
  ['nothing', '', /^EMPTY/],
  ['a header alone', `${head}\n`, /^EMPTY/],
  [
    'no usable column',
    'x,y\n1,2\n',
    /^ROLE_MISSING: No column was found for the customer\. Name it with --customer\. There are: x, y\./,
  ],
  ['no amount', 'customer,date\n1,2\n', /^AMOUNT_MISSING: /],
  ['a name twice', 'customer,date,amount,Date\n1,2026-01-01,3,4\n', /^HEADER_BROKEN: .*Date stands twice/],
  ['a column without name', 'customer,,amount\n1,2,3\n', /^HEADER_BROKEN: .*column 2 has no name/],
  ['no purchase in the window', csv('a,2026-01-01,-5,p'), /^NOTHING_LEFT: Of 1 line none is a purchase/],
  [
    'damaged JSON',
    '{"customer":"a","date":"2026-01-01","amount":1}\n{"customer":"b", oops\n',
    /^NOT_READABLE: It cannot be read as JSON: /,
  ],
  ['damaged Parquet', 'PAR1 and nothing more', /^NOT_READABLE: It cannot be read as Parquet: /],
])('%s is refused in words', async (_, content, said) => {
  expect(await faultOf(read(content))).toMatch(said);
});

test('text that is not UTF-8 and gzip that is cut short are refused in words', async () => {
  const latin = Buffer.concat([Buffer.from(csv(good)), Buffer.from('caf\u00E9,2026-01-01,1,p\n', 'latin1')]);
  expect(await faultOf(read(latin))).toMatch(/^NOT_UTF8: It is not UTF-8 text \(line 3\)/);
  const packed = gzipSync(csv(...Array.from({ length: 50_000 }, (_, i) => `c${i},2026-01-01,${i},p`)));
  expect(await faultOf(read(packed.subarray(0, packed.length / 2)))).toMatch(/^NOT_READABLE: /);
});

test('columns are named by flags, and a column that is not there or is named twice is refused', async () => {
  const lines = 'who,when,what,many,each\na,2026-01-01,p,2,1.25\n';
  const columns = { customer: 'who', date: 'when', product: 'what', quantity: 'many', price: 'each' };
  expect(featuresOf(await read(lines, { columns }), 'a')).toMatchObject({ purchase_total: 2.5, avg_ticket: 2.5 });
  expect(await faultOf(read(lines, { columns: { ...columns, price: 'eech' } }))).toBe(
    'NO_COLUMN: There is no column eech (named in --price). There are: who, when, what, many, each.',
  );
  expect(await faultOf(read(lines, { columns: { ...columns, product: 'who' } }))).toMatch(/^ROLE_TWICE: /);
});

test('too little memory is told with a remedy', async () => {
  const file = join(folder, 'large.csv');
  const lines = Array.from({ length: 200_000 }, (_, i) => `c${i},2026-01-01,${i},p${i}`);
  writeFileSync(file, csv(lines.join('\n')));
  const asked = {
    columns: {},
    rules: resolveRules({ asOf: '2026-02-01' }, new Date(0)),
    share: { memoryMb: 4, threads: 1 },
  };
  expect(await faultOf(readOrders(file, asked, () => null))).toMatch(/^NO_ROOM: There is not enough memory.* --memory/);
});

test('a rule that makes no sense is refused before the file is read', async () => {
  const rules = async (given: object) => faultOf((async () => read(csv(good), { rules: given }))());
  expect(await rules({ asOf: '2026-02-30' })).toMatch(/^NO_DAY: --as-of is "2026-02-30"/);
  expect(await rules({ timeZone: 'Mars/Olympus' })).toMatch(/^NO_ZONE: --time-zone is "Mars\/Olympus"/);
  expect(await rules({ since: '2026-03-01', until: '2026-02-01' })).toMatch(/^EMPTY_WINDOW: /);
  expect(await rules({ visits: 'orders' })).toMatch(/^ORDERS_NEEDED: /);
});
