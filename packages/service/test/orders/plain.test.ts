import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { OrdersFault } from '../../src/orders/faults.ts';
import { type Line, millionths, totalsOf } from '../../src/orders/plain.ts';
import { type ReadOrders, readOrders } from '../../src/orders/read-orders.ts';
import { dayIn } from '../../src/contract/days.ts';
import { type OrderRules, resolveRules } from '../../src/orders/rules.ts';

const folder = mkdtempSync(join(tmpdir(), 'orders-plain-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const amounts = [0, 0.1, 0.2, 0.3, 5, 5, 10, 19.99, -0.1, -0.3, -5, -5, -10, -7.5, -100];
const zones = ['UTC', 'America/Sao_Paulo', 'Asia/Kolkata'];

interface Drawn {
  readonly customer: string;
  readonly minute: number;
  readonly offset: boolean;
  readonly amount: number;
  readonly order: number;
  readonly product: number;
}
/** Few customers, products and moments, so that ties, several orders a day and matching returns are common. */
const drawnLine: fc.Arbitrary<Drawn> = fc.record({
  customer: fc.constantFrom('a', 'b', 'é', '001', '1'),
  minute: fc.integer({ min: 0, max: 12 }).map((i) => i * 331),
  offset: fc.boolean(),
  amount: fc.constantFrom(...amounts),
  order: fc.integer({ min: 0, max: 6 }),
  product: fc.integer({ min: 0, max: 3 }),
});
const drawnRules: fc.Arbitrary<Partial<OrderRules>> = fc.record({
  visits: fc.constantFrom('days', 'orders'),
  returns: fc.constantFrom('net', 'drop', 'keep'),
  free: fc.constantFrom('count', 'drop'),
  orderTotal: fc.constantFrom('per-line', 'once'),
  timeZone: fc.constantFrom(...zones),
  since: fc.constantFrom(undefined, '2026-03-01'),
  until: fc.constantFrom(undefined, '2026-03-02'),
  asOf: fc.constant('2026-04-01'),
});

const start = Date.parse('2026-02-28T20:00:00Z');

/** The moment as the file says it: with an offset of UTC, or as local time. */
function written({ minute, offset }: Drawn): string {
  const iso = new Date(start + minute * 60_000).toISOString().slice(0, 19);
  return offset ? `${iso}Z` : iso.replace('T', ' ');
}

/** The local time that the file means, by JavaScript's own calendar. */
function local(line: Drawn, timeZone: string): string {
  const moment = new Date(start + line.minute * 60_000);
  if (!line.offset) return moment.toISOString().slice(0, 19);
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, timeStyle: 'medium' }).format(moment);
  return `${dayIn(timeZone, moment)}T${clock}`;
}

async function bySql(lines: readonly Drawn[], rules: Partial<OrderRules>): Promise<ReadOrders | null> {
  const file = join(folder, 'drawn.csv');
  const rows = lines.map((line) =>
    [
      line.customer,
      written(line),
      line.amount,
      line.order === 0 ? '' : `o${line.order}`,
      line.product === 0 ? '' : `p${line.product}`,
    ].join(','),
  );
  writeFileSync(file, ['customer_id,order_date,amount,order_id,product_id', ...rows, ''].join('\n'));
  const resolved = resolveRules(rules, new Date(0));
  try {
    return await readOrders(file, { columns: {}, rules: resolved, share: { threads: 2 } }, (read) => read);
  } catch (error) {
    if (error instanceof OrdersFault && error.code === 'NOTHING_LEFT') return null;
    throw error;
  }
}

test('the database and plain code say the same of every file: ties, refunds, several orders a day, time zones', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(drawnLine, { minLength: 1, maxLength: 40 }), drawnRules, async (drawn, rules) => {
      const resolved = resolveRules(rules, new Date(0));
      const lines = drawn.map((line): Line => {
        const order = line.order === 0 ? null : `o${line.order}`;
        const product = line.product === 0 ? null : `p${line.product}`;
        return {
          customer: line.customer,
          moment: local(line, resolved.timeZone),
          amount: millionths(line.amount) ?? 0n,
          order,
          items: product === null ? [] : [product],
          mate: resolved.orderTotal === 'once' ? order : product,
        };
      });
      const plain = totalsOf(lines, resolved);
      const sql = await bySql(drawn, rules);
      expect(sql?.totals.ids.length ?? 0).toBe(plain.ids.length);
      if (sql === null) return;
      const order = plain.ids
        .map((_, i) => i)
        .toSorted((a, b) => Buffer.compare(Buffer.from(plain.ids[a] ?? ''), Buffer.from(plain.ids[b] ?? '')));
      const sorted = (values: Float64Array) => order.map((i) => values[i]);
      expect(sql.totals.ids).toEqual(order.map((i) => plain.ids[i]));
      for (const name of ['purchaseTotal', 'visitFrequency', 'productDiversity', 'recencyDays'] as const)
        expect([...sql.totals[name]]).toEqual(sorted(plain[name]));
      const { unmatchedLines, unmatchedAmount, ...back } = plain.returns;
      expect(sql.census.returns).toEqual({ ...back, unmatchedLines, unmatchedAmount });
      expect(sql.census.customersLeftOut).toBe(plain.leftOut.length);
    }),
    { numRuns: 60, seed: 6 },
  );
});

test('amounts are rounded to millionths half away from zero', () => {
  expect([0.1, 1.0000005, -1.0000005, 0.30000000000000004].map(millionths)).toEqual([
    100_000n,
    1_000_001n,
    -1_000_001n,
    300_000n,
  ]);
  expect([1e12, Infinity, NaN].map(millionths)).toEqual([null, null, null]);
});
