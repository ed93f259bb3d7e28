import { type CustomerTable, type Language, shown } from '@clientele/engine';
import { Value } from 'typebox/value';
import { dayIn } from '../days.ts';
import { fits } from '../segmentation/decode-customers.ts';
import type { Remark } from '../segmentation/decode-parameters.ts';
import { expectationOf, type Issues, wrongValue } from '../issues.ts';
import { inspect } from '../json/json.ts';
import { binsSchema, loyaltyParameters, transactionParameters } from './orders.ts';
import { type DecodeOptions, decodeWith, type OrdersBody, ordersBody } from './orders-body.ts';
import { decodeTransaction, type Gathered, idOf, membersOf, todayOf, type Transaction, zoneOf } from './orders-rows.ts';
import { knownFeatures } from '../segmentation/purchasing-segmentation.ts';
import { spellings } from '../spelling.ts';

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
  readonly orderTotal: 'per-line' | 'once';
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

/** A body with transactions. Throws a Refusal that lists the first hundred faults in document order. */
export function decodeTransactions(bytes: Uint8Array, options: DecodeOptions): TransactionsRequest {
  return decodeBuyers(ordersBody(bytes, options.limits), options);
}

/** The same of a body that is parsed. */
export function decodeBuyers(body: OrdersBody, options: DecodeOptions): TransactionsRequest {
  const schemas = { ...transactionParameters, bins: binsSchema };
  return decodeWith(body, schemas, options, ({ rows, exactId, parameters, issues, unknown, language }) => {
    const timeZone = zoneOf(parameters['time_zone'], issues);
    const today = todayOf(parameters['today'], dayIn(timeZone, options.now), issues);
    const { limits } = options;
    const gathered: Gathered = { issues, limits, unknown, exactId, timeZone, today };
    const buyers = rows.map((row, i) => decodeBuyer(row, i, gathered));
    noteDuplicate(buyers, issues);
    const given = Value.Default(schemas.bins, parameters['bins']) as number;
    return {
      buyers,
      bins: given,
      today,
      timeZone,
      ...rulesIn(parameters, 'days'),
      language,
    };
  });
}

type Rules = Pick<TransactionsRequest, 'visits' | 'returns' | 'free' | 'orderTotal'>;

/** The rules that were sent; visits are counted by `visits` where that is left open. */
export function rulesIn(parameters: Readonly<Record<string, unknown>>, visits: Rules['visits']): Rules {
  return {
    visits: (parameters['visits'] ?? visits) as Rules['visits'],
    returns: (parameters['returns'] ?? 'net') as Rules['returns'],
    free: (parameters['free'] ?? 'count') as Rules['free'],
    orderTotal: (parameters['order_total'] ?? 'per-line') as Rules['orderTotal'],
  };
}

/** A body with features of customers. Throws a Refusal that lists the first hundred faults in document order. */
export function decodeLoyalty(bytes: Uint8Array, options: DecodeOptions): LoyaltyRequest {
  const body = ordersBody(bytes, options.limits);
  return decodeWith(body, loyaltyParameters, options, ({ rows, exactId, parameters, issues, unknown, language }) => {
    const weights = parameters['weights'] as LoyaltyRequest['weights'];
    if (weights && Object.values(weights).every((weight) => weight === 0))
      issues.add(wrongValue('weights', weights, { type: 'object' }));
    const thresholds = parameters['segment_thresholds'] as LoyaltyRequest['thresholds'];
    const { limits } = options;
    const gathered = { issues, limits, unknown, exactId, timeZone: '', today: '' };
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

const buyerMembers = spellings(['customer_id', 'loyalty_score', 'transactions']);
const featuredMembers = spellings(['customer_id', 'features']);
const featureMembers = spellings([...loyaltyFeatures, 'loyalty_score']);
const loyaltyRule = expectationOf(knownFeatures.loyalty_score);

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
