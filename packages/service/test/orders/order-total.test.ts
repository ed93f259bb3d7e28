import { describe, expect, test } from 'vitest';
import { ordersNotesOf } from '../../src/orders/notes.ts';
import { faultOf, featuresOf, reader, testFolder } from '../support/orders.ts';

const read = reader(testFolder('order-total'));
const head = 'customer_id,order_id,order_date,order_total,product_id';
const noteOf = async (lines: readonly string[], rules: object = {}) => {
  const found = await read([head, ...lines, ''].join('\n'), { rules });
  return ordersNotesOf(found, 'en').find(({ key }) => key === 'ORDER_TOTALS')?.message;
};

describe('totals of orders, repeated on each of their lines', () => {
  const repeated = [
    'a,1,2026-01-10,30,p',
    'a,1,2026-01-10,30,q',
    'a,1,2026-01-10,30,r',
    'a,2,2026-02-10,50,p',
    'a,2,2026-02-10,50,s',
    'b,3,2026-03-01,8,p',
    'b,3,2026-03-01,8,t',
    'b,4,2026-03-02,12,p',
  ];

  test('are told with their share and the remedy, and added up as they stand', async () => {
    expect(await noteOf(repeated)).toBe(
      'In 100% of 3 orders of several lines every line has the same amount: it may be the order’s total, repeated on each line. All lines were added up; --order-total once counts each order once, --amount names another column.',
    );
    const found = await read([head, ...repeated, ''].join('\n'));
    expect(featuresOf(found, 'a')).toMatchObject({ purchase_total: 190, visit_frequency: 2, product_diversity: 4 });
  });

  test('count once an order with --order-total once; products and visits stay', async () => {
    const found = await read([head, ...repeated, ''].join('\n'), { rules: { orderTotal: 'once', visits: 'orders' } });
    expect(featuresOf(found, 'a')).toMatchObject({
      purchase_total: 80,
      visit_frequency: 2,
      avg_ticket: 40,
      product_diversity: 4,
    });
    expect(featuresOf(found, 'b')).toMatchObject({ purchase_total: 20, visit_frequency: 2, product_diversity: 2 });
  });

  test('an order that was returned takes its lines along, one that was corrected keeps the difference', async () => {
    const back = [
      ...repeated,
      'a,2,2026-02-20,-50,p',
      'a,2,2026-02-20,-50,s',
      'b,3,2026-03-09,-3,p',
      'b,3,2026-03-09,-3,t',
    ];
    const found = await read([head, ...back, ''].join('\n'), { rules: { orderTotal: 'once' } });
    expect(featuresOf(found, 'a')).toMatchObject({ purchase_total: 30, visit_frequency: 1, product_diversity: 3 });
    expect(featuresOf(found, 'b')).toMatchObject({ purchase_total: 17, visit_frequency: 2 });
    expect(found.census.returns).toEqual({ lines: 2, amount: 53, unmatchedLines: 0, unmatchedAmount: 0 });
  });

  test('are not suspected where lines have amounts of their own, are repeats of one another, or orders are few', async () => {
    const own = repeated.map((line, i) => line.replace(/,(\d+),([a-z])$/, `,${i + 1},$2`));
    expect(await noteOf(own)).toBeUndefined();
    expect(await noteOf(repeated.map((line) => line.replace(/.$/, 'p')))).toBeUndefined();
    expect(await noteOf(repeated.slice(0, 5))).toBeUndefined();
    expect(await noteOf([...own, ...repeated.map((line) => line.replace(/,(\d),/, ',1$1,'))])).toBeUndefined();
  });

  test('need a column of orders and one of amounts', async () => {
    const rules = { orderTotal: 'once' } as const;
    expect(await faultOf(read('customer_id,order_date,order_total\na,2026-01-01,5\n', { rules }))).toBe(
      'ORDERS_NEEDED: Amounts are to be counted once an order (--order-total), but no column names the order. Name it with --order.',
    );
    expect(
      await faultOf(read('customer_id,order_id,order_date,quantity,price\na,1,2026-01-01,5,2\n', { rules })),
    ).toMatch(/^TOTAL_NEEDED: .* quantity x price is that of a line/);
  });
});
