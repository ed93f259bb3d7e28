/**
 * Builds customers.csv, one row a customer, from the order lines of the UCI Online Retail data set.
 *
 *   node examples/online-retail/build.ts path/to/online_retail.csv.gz            writes customers.csv
 *   node examples/online-retail/build.ts path/to/online_retail.csv.gz --check    exits 1 when customers.csv differs
 */
import { createReadStream, readFileSync, writeFileSync } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';

interface OrderLine {
  readonly InvoiceNo: string;
  readonly StockCode: string;
  readonly Quantity: string;
  readonly InvoiceDate: string;
  readonly UnitPrice: string;
  readonly CustomerID: string;
}

interface Orders {
  /** In thousandths of a pound: unit prices have up to three decimals, so sums are exact. */
  mills: number;
  readonly invoices: Set<string>;
  readonly products: Set<string>;
  /** Day of the last order, YYYY-MM-DD. */
  lastDay: string;
}

/** The day after the last day of the log. */
const REFERENCE_DAY = '2011-12-10';
const MILLISECONDS_A_DAY = 86_400_000;
const committed = new URL('customers.csv', import.meta.url);

/** A line counts when somebody bought something for money: a customer, no cancellation, quantity and price above 0. */
function counts(line: OrderLine): boolean {
  return (
    line.CustomerID !== '' &&
    !line.InvoiceNo.startsWith('C') &&
    Number(line.Quantity) > 0 &&
    Number(line.UnitPrice) > 0
  );
}

async function readOrders(path: string): Promise<Map<string, Orders>> {
  const customers = new Map<string, Orders>();
  const file = createReadStream(path);
  const lines = file.pipe(createGunzip()).pipe(parse({ columns: true }));
  file.on('error', (error) => lines.destroy(error)); // pipe() does not pass errors on
  for await (const line of lines as AsyncIterable<OrderLine>) {
    if (!counts(line)) continue;
    const orders = customers.get(line.CustomerID) ?? {
      mills: 0,
      invoices: new Set<string>(),
      products: new Set<string>(),
      lastDay: '',
    };
    customers.set(line.CustomerID, orders);
    orders.mills += Number(line.Quantity) * Math.round(Number(line.UnitPrice) * 1000);
    orders.invoices.add(line.InvoiceNo);
    orders.products.add(line.StockCode);
    const day = line.InvoiceDate.slice(0, 10);
    if (day > orders.lastDay) orders.lastDay = day;
  }
  return customers;
}

/** Each value's place among all, 0 for the lowest to 1 for the highest; equal values share the mean of their places. */
function rankShares(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  const first = new Map<number, number>();
  const last = new Map<number, number>();
  for (const [place, value] of sorted.entries()) {
    if (!first.has(value)) first.set(value, place);
    last.set(value, place);
  }
  return values.map((value) => (first.get(value)! + last.get(value)!) / 2 / (values.length - 1));
}

function toCsv(customers: Map<string, Orders>): string {
  const ids = [...customers.keys()].toSorted();
  const orders = ids.map((id) => customers.get(id)!);
  const recency = orders.map(({ lastDay }) => (Date.parse(REFERENCE_DAY) - Date.parse(lastDay)) / MILLISECONDS_A_DAY);
  const recent = rankShares(recency.map((days) => -days));
  const frequent = rankShares(orders.map(({ invoices }) => invoices.size));
  const money = rankShares(orders.map(({ mills }) => mills));
  const rows = orders.map(({ mills, invoices, products }, i) =>
    [
      ids[i],
      mills / 1000,
      invoices.size,
      Number((mills / 1000 / invoices.size).toFixed(6)),
      products.size,
      Number(((recent[i] + frequent[i] + money[i]) / 3).toFixed(6)),
      recency[i],
    ].join(','),
  );
  const header = 'customer_id,purchase_total,visit_frequency,avg_ticket,product_diversity,loyalty_score,recency_days';
  return `${[header, ...rows].join('\n')}\n`;
}

const [path, flag] = process.argv.slice(2);
if (path === undefined || (flag !== undefined && flag !== '--check')) {
  console.error('usage: node examples/online-retail/build.ts path/to/online_retail.csv.gz [--check]');
  process.exit(2);
}
const csv = toCsv(await readOrders(path));
if (flag === undefined) writeFileSync(committed, csv);
else if (readFileSync(committed, 'utf8') === csv) console.log('customers.csv is what this script makes.');
else {
  console.error('customers.csv differs from what this script makes of that file. Run it without --check to rewrite it.');
  process.exitCode = 1;
}
