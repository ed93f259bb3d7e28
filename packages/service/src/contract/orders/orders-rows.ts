import { shown } from '@clientele/engine';
import { isDay, isZone } from '../days.ts';
import { fits } from '../segmentation/decode-customers.ts';
import { expectationOf, type Issues, wrongValue } from '../issues.ts';
import { inspect, inspectKeys, isObject, type JsonLimits } from '../json/json.ts';
import { localMoment } from '../moments.ts';
import { amountSchema } from './orders.ts';
import { sameJson, spellings } from '../spelling.ts';

/** One transaction, understood. */
export interface Transaction {
  /** Local time; texts sort as their times do. */
  readonly moment: string;
  readonly amount: number;
  readonly order: string | null;
  readonly product: string | null;
  readonly category: string | null;
}

/** Distinct unknown members of rows that are warned about. */
const REPORTED_UNKNOWN = 20;

/** What the rows of a body are decoded with, and where their faults go. */
export interface Gathered {
  readonly issues: Issues;
  readonly limits: JsonLimits;
  readonly unknown: Set<string>;
  readonly exactId: (row: number) => string | null;
  readonly timeZone: string;
  readonly today: string;
}

/** The members of an object by their one name; those that nobody reads are noted. */
export function membersOf(
  row: unknown,
  path: string,
  known: ReadonlyMap<string, string>,
  { issues, limits, unknown }: Gathered,
): ReadonlyMap<string, unknown> | null {
  if (!isObject(row)) {
    inspect(row, limits);
    issues.add(wrongValue(path, row, { type: 'object' }));
    return null;
  }
  const keys = Object.keys(row);
  inspectKeys(keys, row, limits);
  const members = new Map<string, unknown>();
  for (const key of keys) {
    const name = known.get(key);
    if (name === undefined) {
      inspect(row[key], limits);
      if (unknown.size < REPORTED_UNKNOWN) unknown.add(`${path.replaceAll(/\[\d+\]/g, '[]')}.${key}`);
    } else if (!members.has(name)) members.set(name, row[key]);
    else if (!sameJson(members.get(name), row[key]))
      issues.add({ code: 'INVALID_PARAMETER', path: `${path}.${name}`, kind: 'spelling', other: key });
  }
  return members;
}

/** Members of a transaction. */
export const transactionNames = ['transaction_id', 'date', 'amount', 'product_id', 'category'] as const;
const transactionMembers = spellings(transactionNames);
const amountRule = expectationOf(amountSchema);

const nothing: Transaction = { moment: '', amount: 0, order: null, product: null, category: null };

export function decodeTransaction(row: unknown, path: string, gathered: Gathered): Transaction {
  const members = membersOf(row, path, transactionMembers, gathered);
  return members ? transactionOf(members, path, gathered) : nothing;
}

/** A transaction from its members. */
export function transactionOf(members: ReadonlyMap<string, unknown>, path: string, gathered: Gathered): Transaction {
  const { issues, today } = gathered;
  const date = members.get('date');
  const moment = typeof date === 'string' ? localMoment(date, gathered.timeZone) : null;
  if (date === undefined) issues.add({ code: 'MISSING_PARAMETER', path: `${path}.date`, kind: 'missing' });
  else if (moment === null) issues.add(wrongValue(`${path}.date`, date, { type: 'day_or_time' }));
  else if (moment.slice(0, 10) > today)
    issues.add({ code: 'INVALID_PARAMETER', path: `${path}.date`, kind: 'future', value: shown(date), today });
  const amount = members.get('amount');
  const readable = typeof amount === 'number' && fits(amount, amountRule);
  if (amount === undefined) issues.add({ code: 'MISSING_PARAMETER', path: `${path}.amount`, kind: 'missing' });
  else if (!readable) issues.add(wrongValue(`${path}.amount`, amount, amountRule));
  return {
    moment: moment ?? '',
    amount: readable ? amount : 0,
    order: nameOf(members, 'transaction_id', path, gathered),
    product: nameOf(members, 'product_id', path, gathered),
    category: nameOf(members, 'category', path, gathered),
  };
}

/** A name that may be left out: text, or a whole number as its decimal text. */
function nameOf(
  members: ReadonlyMap<string, unknown>,
  member: string,
  path: string,
  { issues, limits }: Gathered,
): string | null {
  const value = members.get(member) ?? null;
  if (value === null || value === '') return null;
  inspect(value, limits);
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  issues.add(wrongValue(`${path}.${member}`, value, { type: 'id' }));
  return null;
}

export function idOf(
  members: ReadonlyMap<string, unknown>,
  path: string,
  { issues, limits }: Gathered,
  exact: () => string | null,
): string {
  const value = members.get('customer_id');
  if (value === undefined) {
    issues.add({ code: 'MISSING_PARAMETER', path: `${path}.customer_id`, kind: 'missing' });
    return '';
  }
  inspect(value, limits);
  if (typeof value === 'string' && value !== '') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  const digits = typeof value === 'number' ? exact() : null;
  if (digits === null) issues.add(wrongValue(`${path}.customer_id`, value, { type: 'id' }));
  return digits ?? '';
}

export function zoneOf(value: unknown, issues: Issues): string {
  if (value === undefined) return 'UTC';
  if (typeof value === 'string' && isZone(value)) return value;
  issues.add(wrongValue('time_zone', value, { type: 'zone' }));
  return 'UTC';
}

export function todayOf(value: unknown, usual: string, issues: Issues): string {
  if (value === undefined) return usual;
  if (typeof value === 'string' && isDay(value)) return value;
  issues.add(wrongValue('today', value, { type: 'day' }));
  return usual;
}
