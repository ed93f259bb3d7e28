import { type CustomerTable, type Language, shown } from '@clientele/engine';
import { Value } from 'typebox/value';
import type { TSchema } from 'typebox';
import { dayIn, isDay, isZone } from './days.ts';
import {
  eachParameter,
  exactIds,
  fitsSchema,
  languageOf,
  type Remark,
  unknownParameters,
} from './decode-parameters.ts';
import { fits } from './decode-customers.ts';
import { Refusal } from './errors.ts';
import { expectationOf, gatherIssues, type Issues, wrongValue } from './issues.ts';
import { inspect, inspectKeys, isObject, type JsonLimits, type JsonObject, parseObject } from './json.ts';
import { amountSchema, binsSchema, loyaltyParameters, transactionParameters } from './orders.ts';
import { knownFeatures } from './purchasing-segmentation.ts';
import { sameJson, spellings } from './spelling.ts';
import { localMoment } from './moments.ts';

/** One transaction, understood. */
export interface Transaction {
  /** Local time; texts sort as their times do. */
  readonly moment: string;
  readonly amount: number;
  readonly order: string | null;
  readonly product: string | null;
  readonly category: string | null;
}
/** One customer with transactions. */
export interface Buyer {
  readonly id: string;
  /** As it was sent; null where it was not. */
  readonly loyalty: number | null;
  readonly transactions: readonly Transaction[];
}
/** A request with transactions, understood. */
export interface TransactionsRequest {
  readonly buyers: readonly Buyer[];
  readonly bins: number;
  readonly today: string;
  readonly timeZone: string;
  readonly visits: 'days' | 'orders';
  readonly returns: 'net' | 'drop' | 'keep';
  readonly free: 'count' | 'drop';
  readonly language: Language;
  readonly remarks: readonly Remark[];
}
/** A request for loyalty, understood. */
export interface LoyaltyRequest {
  readonly table: CustomerTable;
  readonly weights: Readonly<Record<string, number>> | undefined;
  readonly thresholds: Readonly<Record<string, number>> | undefined;
  readonly language: Language;
  readonly remarks: readonly Remark[];
}

/** What a body is decoded with. */
export interface DecodeOptions {
  /** What Accept-Language asked for; null leaves it to the body's `lang`. */
  readonly language: Language | null;
  readonly limits: JsonLimits;
  /** Gives today where the body does not. */
  readonly now: Date;
}

/** Transactions that a body may have, for each customer that it may have. */
const TRANSACTIONS_A_CUSTOMER = 4;
/** Distinct unknown members of rows that are warned about. */
const REPORTED_UNKNOWN = 20;

interface Gathered {
  readonly issues: Issues;
  readonly limits: JsonLimits;
  readonly unknown: Set<string>;
  readonly exactId: (row: number) => string | null;
  readonly timeZone: string;
  readonly today: string;
}

/** A body with transactions. Throws a Refusal that lists the first hundred faults in document order. */
export function decodeTransactions(bytes: Uint8Array, options: DecodeOptions): TransactionsRequest {
  const schemas = { ...transactionParameters, bins: binsSchema };
  return decodeWith(bytes, schemas, options, ({ body, text, parameters, issues, unknown, language }) => {
    const timeZone = zoneOf(parameters['time_zone'], issues);
    const today = todayOf(parameters['today'], dayIn(timeZone, options.now), issues);
    const { limits } = options;
    const gathered: Gathered = {
      issues,
      limits,
      unknown,
      exactId: exactIds(text, idKeys, 'customers'),
      timeZone,
      today,
    };
    const buyers = rowsOf(body, issues, limits).map((row, i) => decodeBuyer(row, i, gathered));
    noteDuplicate(buyers, issues);
    const given = Value.Default(schemas.bins, parameters['bins']) as number;
    return {
      buyers,
      bins: given,
      today,
      timeZone,
      visits: (parameters['visits'] ?? 'days') as TransactionsRequest['visits'],
      returns: (parameters['returns'] ?? 'net') as TransactionsRequest['returns'],
      free: (parameters['free'] ?? 'count') as TransactionsRequest['free'],
      language,
    };
  });
}

/** A body with features of customers. Throws a Refusal that lists the first hundred faults in document order. */
export function decodeLoyalty(bytes: Uint8Array, options: DecodeOptions): LoyaltyRequest {
  return decodeWith(bytes, loyaltyParameters, options, ({ body, text, parameters, issues, unknown, language }) => {
    const weights = parameters['weights'] as LoyaltyRequest['weights'];
    if (weights && Object.values(weights).every((weight) => weight === 0))
      issues.add(wrongValue('weights', weights, { type: 'object' }));
    const thresholds = parameters['segment_thresholds'] as LoyaltyRequest['thresholds'];
    const { limits } = options;
    const gathered = { issues, limits, unknown, exactId: exactIds(text, idKeys, 'customers'), timeZone: '', today: '' };
    const rows = rowsOf(body, issues, limits);
    const columns = loyaltyFeatures.map(() => new Float64Array(rows.length).fill(NaN));
    const ids = rows.map((row, i) => decodeFeatured(row, i, columns, gathered));
    noteDuplicate(
      ids.map((id) => ({ id })),
      issues,
    );
    return { table: { ids, names: loyaltyFeatures, columns }, weights, thresholds, language };
  });
}

const loyaltyFeatures = [
  'purchase_total',
  'visit_frequency',
  'avg_ticket',
  'product_diversity',
  'recency_days',
] as const;
const idKeys = ['customer_id', 'customerId'] as const;

interface Parts {
  readonly body: JsonObject;
  readonly text: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly issues: Issues;
  readonly unknown: Set<string>;
  readonly language: Language;
}

/** What all requests share: the body, its parameters by schema, what nobody reads, and the refusal. */
function decodeWith<Understood extends object>(
  bytes: Uint8Array,
  schemas: Readonly<Record<string, TSchema>>,
  { language, limits }: DecodeOptions,
  understand: (parts: Parts) => Understood,
): Understood & { readonly remarks: readonly Remark[] } {
  const { value: body, text } = parsed(bytes, limits);
  const speaking = language ?? languageOf(body);
  try {
    const issues = gatherIssues();
    const parameters: Record<string, unknown> = {};
    const others: string[] = [];
    const known = spellings([...Object.keys(schemas), 'customers']);
    const seen = eachParameter(body, known, { issues, limits, unknown: others }, (name, key) => {
      if (name === 'customers') return;
      inspect(body[key], limits);
      const schema = schemas[name];
      if (body[key] !== null && schema && fitsSchema(schema, key, body[key], issues)) parameters[name] = body[key];
    });
    if (!seen.has('customers')) issues.add({ code: 'MISSING_PARAMETER', path: 'customers', kind: 'missing' });
    const unknown = new Set<string>();
    const understood = understand({ body, text, parameters, issues, unknown, language: speaking });
    if (issues.list.length > 0)
      throw new Refusal('INVALID_REQUEST', {}, { issues: issues.list, truncated: issues.truncated });
    return { ...understood, remarks: unknownParameters([...others, ...unknown]) };
  } catch (error) {
    if (error instanceof Refusal) error.language = speaking;
    throw error;
  }
}

/** Every transaction is a container, so the parser's guard counts those. */
function parsed(bytes: Uint8Array, limits: JsonLimits): { value: JsonObject; text: string } {
  const transactions = TRANSACTIONS_A_CUSTOMER * limits.customers;
  try {
    return parseObject(bytes, { ...limits, customers: transactions });
  } catch (error) {
    if (error instanceof Refusal && error.data.reason === 'TOO_MANY_CUSTOMERS')
      throw new Refusal('TOO_MANY_TRANSACTIONS', { limit: transactions });
    throw error;
  }
}

function rowsOf({ customers }: JsonObject, issues: Issues, limits: JsonLimits): readonly unknown[] {
  if (customers === undefined) return [];
  if (!Array.isArray(customers) || customers.length === 0) {
    inspect(customers, limits);
    issues.add(wrongValue('customers', customers, { type: 'array' }));
    return [];
  }
  if (customers.length > limits.customers) throw new Refusal('TOO_MANY_CUSTOMERS', { limit: limits.customers });
  return customers;
}

/** The members of an object by their one name; those that nobody reads are noted. */
function membersOf(
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

const buyerMembers = spellings(['customer_id', 'loyalty_score', 'transactions']);
const transactionMembers = spellings(['transaction_id', 'date', 'amount', 'product_id', 'category']);
const featuredMembers = spellings(['customer_id', 'features']);
const featureMembers = spellings([...loyaltyFeatures, 'loyalty_score']);
const loyaltyRule = expectationOf(knownFeatures.loyalty_score);
const amountRule = expectationOf(amountSchema);

function decodeBuyer(row: unknown, i: number, gathered: Gathered): Buyer {
  const path = `customers[${i}]`;
  const members = membersOf(row, path, buyerMembers, gathered);
  if (!members) return { id: '', loyalty: null, transactions: [] };
  const { issues, limits } = gathered;
  const id = idOf(members, path, gathered, () => gathered.exactId(i));
  const score = members.get('loyalty_score') ?? null;
  if (score !== null && !(typeof score === 'number' && fits(score, loyaltyRule)))
    issues.add(wrongValue(`${path}.loyalty_score`, score, loyaltyRule));
  const transactions = members.get('transactions');
  if (transactions === undefined) {
    issues.add({ code: 'MISSING_PARAMETER', path: `${path}.transactions`, kind: 'missing' });
    return { id, loyalty: null, transactions: [] };
  }
  if (!Array.isArray(transactions) || transactions.length === 0) {
    inspect(transactions, limits);
    issues.add(wrongValue(`${path}.transactions`, transactions, { type: 'transactions' }));
    return { id, loyalty: null, transactions: [] };
  }
  return {
    id,
    loyalty: typeof score === 'number' ? score : null,
    transactions: transactions.map((one, j) => decodeTransaction(one, `${path}.transactions[${j}]`, gathered)),
  };
}

const nothing: Transaction = { moment: '', amount: 0, order: null, product: null, category: null };

function decodeTransaction(row: unknown, path: string, gathered: Gathered): Transaction {
  const members = membersOf(row, path, transactionMembers, gathered);
  if (!members) return nothing;
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

function idOf(
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

function decodeFeatured(row: unknown, i: number, columns: readonly Float64Array[], gathered: Gathered): string {
  const path = `customers[${i}]`;
  const members = membersOf(row, path, featuredMembers, gathered);
  if (!members) return '';
  const id = idOf(members, path, gathered, () => gathered.exactId(i));
  if (!members.has('features')) {
    gathered.issues.add({ code: 'MISSING_PARAMETER', path: `${path}.features`, kind: 'missing' });
    return id;
  }
  const features = membersOf(members.get('features'), `${path}.features`, featureMembers, gathered);
  loyaltyFeatures.forEach((name, j) => {
    const value = features?.get(name) ?? null;
    const column = columns[j];
    if (value === null || !column) return;
    const rule = expectationOf(knownFeatures[name]);
    if (typeof value === 'number' && fits(value, rule)) column[i] = value;
    else gathered.issues.add(wrongValue(`${path}.features.${name}`, value, rule));
  });
  return id;
}

function noteDuplicate(rows: readonly { readonly id: string }[], issues: Issues): void {
  const first = new Map<string, number>();
  for (const [i, { id }] of rows.entries()) {
    if (id === '') continue; // already reported as missing or wrong
    const earlier = first.get(id);
    if (earlier !== undefined) {
      const path = `customers[${i}].customer_id`;
      issues.add({ code: 'INVALID_PARAMETER', path, kind: 'duplicate', value: shown(id), first: earlier, second: i });
      return;
    }
    first.set(id, i);
  }
}

function zoneOf(value: unknown, issues: Issues): string {
  if (value === undefined) return 'UTC';
  if (typeof value === 'string' && isZone(value)) return value;
  issues.add(wrongValue('time_zone', value, { type: 'zone' }));
  return 'UTC';
}

function todayOf(value: unknown, usual: string, issues: Issues): string {
  if (value === undefined) return usual;
  if (typeof value === 'string' && isDay(value)) return value;
  issues.add(wrongValue('today', value, { type: 'day' }));
  return usual;
}
