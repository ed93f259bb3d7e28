import type { Census } from './census.ts';
import type { Totals } from './features.ts';
import { daysBetween } from '../contract/days.ts';
import type { ResolvedRules } from './rules.ts';

/** One order line that is already understood. */
export interface Line {
  readonly customer: string;
  /** Local time as YYYY-MM-DD, with or without a time of day after it; texts of one kind sort as their times do. */
  readonly moment: string;
  /** In millionths, so that sums are exact. */
  readonly amount: bigint;
  readonly order: string | null;
  /** What diversity counts; several for an order whose lines were made one. */
  readonly items: readonly string[];
  /** What a return is matched by. */
  readonly mate: string | null;
}

export const MONEY_DIGITS = 6;

/** An amount in millionths, rounded half away from zero as the database rounds; null where it is out of range. */
export function millionths(amount: number): bigint | null {
  if (!Number.isFinite(amount) || Math.abs(amount) >= 1e12) return null;
  const [whole = '0', fraction = ''] = Math.abs(amount).toFixed(12).split('.');
  const digits = BigInt(whole + fraction.slice(0, MONEY_DIGITS));
  const rounded = Number(fraction[MONEY_DIGITS] ?? 0) >= 5 ? digits + 1n : digits;
  return amount < 0 ? -rounded : rounded;
}

/** The rules that lines are summed up by. */
export type PlainRules = Pick<ResolvedRules, 'visits' | 'returns' | 'free' | 'orderTotal' | 'asOf' | 'since' | 'until'>;

/** What lines add up to, with the customers of whom no purchase is left and what came back. */
export interface PlainTotals extends Totals {
  readonly leftOut: readonly string[];
  readonly returns: Census['returns'];
}

/**
 * What lines add up to, by customer in the order of their first line: for the few lines of a request, and the measure of
 * what the database says.
 */
export function totalsOf(lines: readonly Line[], rules: PlainRules): PlainTotals {
  const byCustomer = new Map<string, Line[]>();
  for (const line of lines) {
    const day = line.moment.slice(0, 10);
    if ((rules.since !== undefined && day < rules.since) || (rules.until !== undefined && day > rules.until)) continue;
    gather(byCustomer, line.customer, line);
  }
  const ids: string[] = [];
  const leftOut: string[] = [];
  const rows: number[][] = [];
  const back = { lines: 0, amount: 0n, unmatchedLines: 0, unmatchedAmount: 0n };
  for (const [customer, own] of byCustomer) {
    const counted = rules.orderTotal === 'once' ? onceAnOrder(own) : own;
    const row = rowOf(purchasesOf(counted, rules, back), rules);
    if (!row) leftOut.push(customer);
    else {
      ids.push(customer);
      rows.push(row);
    }
  }
  const column = (at: number): Float64Array => Float64Array.from(rows, (row) => row[at] ?? NaN);
  return {
    ids,
    leftOut,
    returns: { ...back, amount: inMoney(back.amount), unmatchedAmount: inMoney(back.unmatchedAmount) },
    purchaseTotal: column(0),
    visitFrequency: column(1),
    productDiversity: column(2),
    recencyDays: column(3),
    points: new Float64Array(ids.length).fill(NaN),
  };
}

function inMoney(amount: bigint): number {
  return Number(amount) / 10 ** MONEY_DIGITS;
}

/** The lines of an order with the same amount as one; of what has no order each line stays. */
function onceAnOrder(lines: readonly Line[]): Line[] {
  const orders = new Map<unknown, Line[]>();
  for (const line of lines) gather(orders, line.order === null ? line : `${line.order} ${line.amount}`, line);
  return [...orders.values()].map((same) => {
    const [first] = same.toSorted(inTime) as [Line]; // a group has a line
    return { ...first, items: same.flatMap(({ items }) => items) };
  });
}

function gather<Key>(lists: Map<Key, Line[]>, key: Key, line: Line): void {
  const list = lists.get(key);
  if (list) list.push(line);
  else lists.set(key, [line]);
}

/** What came back, counted on the way. */
interface Back {
  lines: number;
  amount: bigint;
  unmatchedLines: number;
  unmatchedAmount: bigint;
}

function rowOf(purchases: readonly Line[], { visits, asOf }: PlainRules): number[] | null {
  if (purchases.length === 0) return null;
  const total = purchases.reduce((sum, { amount }) => sum + amount, 0n);
  if (total < 0n) return null;
  const days = purchases.map(({ moment }) => moment.slice(0, 10));
  const last = days.reduce((a, b) => (a > b ? a : b));
  const visited = visits === 'days' ? days : purchases.map(({ order, moment }) => order ?? moment);
  const items = purchases.flatMap((purchase) => purchase.items);
  return [inMoney(total), new Set(visited).size, new Set(items).size, daysBetween(last, asOf)];
}

function purchasesOf(lines: readonly Line[], { returns, free }: PlainRules, back: Back): Line[] {
  const counts = ({ amount }: Line): boolean => amount > 0n || (amount === 0n && free === 'count');
  const below = lines.filter(({ amount }) => amount < 0n);
  back.lines += below.length;
  for (const { amount } of below) back.amount -= amount;
  if (returns === 'keep') return lines.filter((line) => line.amount < 0n || counts(line));
  if (returns === 'drop' || below.length === 0) return lines.filter(counts);
  const stacks = new Map<string | null, Line[]>();
  for (const line of lines) gather(stacks, line.mate, line);
  return [...stacks.values()].flatMap((stack) => unreturned(stack, back)).filter(counts);
}

/** What is left of purchases after each return took from the latest before it. */
function unreturned(lines: readonly Line[], back: Back): Line[] {
  const free = lines.filter(({ amount }) => amount === 0n);
  const stack: Line[] = [];
  for (const line of lines.toSorted(inTime)) {
    if (line.amount > 0n) stack.push(line);
    let owed = line.amount < 0n ? -line.amount : 0n;
    while (owed > 0n) {
      const top = stack.pop();
      if (!top) break;
      if (top.amount > owed) stack.push({ ...top, amount: top.amount - owed });
      owed -= top.amount < owed ? top.amount : owed;
    }
    if (owed > 0n) back.unmatchedLines++;
    back.unmatchedAmount += owed;
  }
  return [...free, ...stack];
}

/** By time; at one moment purchases come before returns, the larger first. */
function inTime(a: Line, b: Line): number {
  if (a.moment !== b.moment) return a.moment < b.moment ? -1 : 1;
  if (a.amount !== b.amount) return a.amount > b.amount ? -1 : 1;
  return compare(a.order, b.order) || compare(a.items[0] ?? null, b.items[0] ?? null);
}

/** Nothing comes last. */
function compare(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return Buffer.compare(Buffer.from(a), Buffer.from(b)); // as the database compares
}
