import type { Totals } from './features.ts';
import { type ResolvedRules, daysBetween } from './rules.ts';

/** One order line that is already understood. */
export interface Line {
  readonly customer: string;
  /** Local time as YYYY-MM-DD, with or without a time of day after it; texts of one kind sort as their times do. */
  readonly moment: string;
  /** In millionths, so that sums are exact. */
  readonly amount: bigint;
  readonly order: string | null;
  readonly item: string | null;
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

/** What lines add up to, in plain code: for the few lines of a request, and the measure of what the database says. */
export function totalsOf(
  lines: readonly Line[],
  rules: ResolvedRules,
): Totals & { readonly leftOut: readonly string[] } {
  const byCustomer = new Map<string, Line[]>();
  for (const line of lines) {
    const day = line.moment.slice(0, 10);
    if ((rules.since !== undefined && day < rules.since) || (rules.until !== undefined && day > rules.until)) continue;
    const own = byCustomer.get(line.customer);
    if (own) own.push(line);
    else byCustomer.set(line.customer, [line]);
  }
  const ids: string[] = [];
  const leftOut: string[] = [];
  const rows: number[][] = [];
  for (const customer of [...byCustomer.keys()].toSorted(inBytes)) {
    const row = rowOf(purchasesOf(byCustomer.get(customer) ?? [], rules), rules);
    if (row) ids.push(customer);
    else leftOut.push(customer);
    if (row) rows.push(row);
  }
  const column = (at: number): Float64Array => Float64Array.from(rows, (row) => row[at] ?? NaN);
  return {
    ids,
    leftOut,
    purchaseTotal: column(0),
    visitFrequency: column(1),
    productDiversity: column(2),
    recencyDays: column(3),
    points: new Float64Array(ids.length).fill(NaN),
  };
}

/** The order of the database: by bytes of UTF-8. */
function inBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function rowOf(purchases: readonly Line[], { visits, asOf }: ResolvedRules): number[] | null {
  if (purchases.length === 0) return null;
  const total = purchases.reduce((sum, { amount }) => sum + amount, 0n);
  if (total < 0n) return null;
  const days = purchases.map(({ moment }) => moment.slice(0, 10));
  const last = days.reduce((a, b) => (a > b ? a : b));
  const visited = visits === 'days' ? days : purchases.map(({ order, moment }) => order ?? moment);
  const items = purchases.map(({ item }) => item).filter((item) => item !== null);
  return [Number(total) / 10 ** MONEY_DIGITS, new Set(visited).size, new Set(items).size, daysBetween(last, asOf)];
}

function purchasesOf(lines: readonly Line[], { returns, free }: ResolvedRules): Line[] {
  const counts = ({ amount }: Line): boolean => amount > 0n || (amount === 0n && free === 'count');
  if (returns === 'keep') return lines.filter((line) => line.amount < 0n || counts(line));
  if (returns === 'drop' || lines.every(({ amount }) => amount >= 0n)) return lines.filter(counts);
  const stacks = new Map<string | null, Line[]>();
  for (const line of lines) {
    const stack = stacks.get(line.mate);
    if (stack) stack.push(line);
    else stacks.set(line.mate, [line]);
  }
  return [...stacks.values()].flatMap(unreturned).filter(counts);
}

/** What is left of purchases after each return took from the latest before it. */
function unreturned(lines: readonly Line[]): Line[] {
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
  }
  return [...free, ...stack];
}

/** By time; at one moment purchases come before returns, the larger first. */
function inTime(a: Line, b: Line): number {
  if (a.moment !== b.moment) return a.moment < b.moment ? -1 : 1;
  if (a.amount !== b.amount) return a.amount > b.amount ? -1 : 1;
  return compare(a.order, b.order) || compare(a.item, b.item);
}

/** Nothing comes last. */
function compare(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return inBytes(a, b);
}
