import { dayIn } from '../days.ts';
import { type Issues, wrongValue } from '../issues.ts';
import { localMoment } from '../moments.ts';
import { type DecodeOptions, decodeWith, type OrdersBody, ordersBody, requireFew } from './orders-body.ts';
import { type Buyer, decodeBuyers, rulesIn, type TransactionsRequest } from './orders-decode.ts';
import { type Gathered, idOf, membersOf, transactionNames, transactionOf, zoneOf } from './orders-rows.ts';
import { flatParameters } from './rfm-flat.ts';
import { spellings } from '../spelling.ts';

/** A request for RFM, understood. */
export interface RfmRequest extends TransactionsRequest {
  /** How the transactions came, and how they are answered: by customer, or in one list. */
  readonly form: OrdersBody['list'];
}

/**
 * A body for RFM in either of its forms: customers with their transactions, or one list of transactions. Throws a Refusal
 * that lists the first hundred faults in document order.
 */
export function decodeRfm(bytes: Uint8Array, options: DecodeOptions): RfmRequest {
  const body = ordersBody(bytes, options.limits);
  return Object.hasOwn(body.value, 'transactions')
    ? { form: 'transactions', ...decodeFlat({ ...body, list: 'transactions' }, options) }
    : { form: 'customers', ...decodeBuyers(body, options) };
}

/** Scores of quintiles and of quartiles. */
const QUINTILES = 5;
const QUARTILES = 4;

function decodeFlat(body: OrdersBody, options: DecodeOptions): TransactionsRequest {
  return decodeWith(body, flatParameters, options, ({ rows, exactId, parameters, issues, unknown, language }) => {
    if (Object.hasOwn(body.value, 'customers'))
      issues.add({ code: 'INVALID_PARAMETER', path: 'customers', kind: 'unknown', choices: ['transactions'] });
    const { limits, now } = options;
    const timeZone = zoneOf(parameters['time_zone'], issues);
    const today = referenceDay(parameters['reference_date'], { timeZone, now, issues });
    const buyers = decodeList(rows, { issues, limits, unknown, exactId, timeZone, today });
    return {
      buyers,
      bins: parameters['quintiles'] === true ? QUINTILES : QUARTILES,
      today,
      timeZone,
      ...rulesIn(parameters, 'orders'),
      language,
    };
  });
}

const rowMembers = spellings(['customer_id', ...transactionNames]);

/** Customers in the order of their first transaction. */
function decodeList(rows: readonly unknown[], gathered: Gathered): Buyer[] {
  const byCustomer = new Map<string, Buyer['transactions'][number][]>();
  rows.forEach((row, i) => {
    const path = `transactions[${i}]`;
    const members = membersOf(row, path, rowMembers, gathered);
    if (!members) return;
    const id = idOf(members, path, gathered, () => gathered.exactId(i));
    const transaction = transactionOf(members, path, gathered);
    const own = byCustomer.get(id);
    if (own) own.push(transaction);
    else byCustomer.set(id, [transaction]);
  });
  requireFew(byCustomer.size, gathered.limits);
  return [...byCustomer].map(([id, transactions]) => ({ id, loyalty: null, transactions }));
}

/** The day of a day or a time, in the time zone. */
function referenceDay(
  value: unknown,
  { timeZone, now, issues }: { timeZone: string; now: Date; issues: Issues },
): string {
  const usual = dayIn(timeZone, now);
  if (value === undefined) return usual;
  const moment = typeof value === 'string' ? localMoment(value, timeZone) : null;
  if (moment !== null) return moment.slice(0, 10);
  issues.add(wrongValue('reference_date', value, { type: 'day_or_time' }));
  return usual;
}
