import { type Language, speakers } from '@clientele/engine';
import type { Mapping } from './columns.ts';
import { type OrdersNoteKey, ordersNotes } from './locales/notes.ts';
import type { ReadOrders } from './read-orders.ts';
import { dayAfter, daysBetween } from '../contract/days.ts';
import type { FileNote } from '../contract/orders/order-files.ts';

/** A last order older than this makes a note: whoever asks about an old log hardly means today. */
const LONG_AGO_DAYS = 60;

/** Of so many orders of several lines, so large a share with one amount on all of their lines makes a note. */
const FEWEST_ORDERS = 3;
const MOST_ARE_SAME = 0.75;

export interface OrdersNote {
  readonly key: OrdersNoteKey;
  readonly message: string;
}

const noteSpeakers = speakers(ordersNotes);

/** What a person should know about how the orders were read: what was taken for what, and what was left out. */
export function ordersNotesOf({ census, mapping, rules, totals }: ReadOrders, language: Language): OrdersNote[] {
  const speak = noteSpeakers[language];
  const amount = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  const share = new Intl.NumberFormat(language, { style: 'percent' });
  const say = (key: OrdersNoteKey, values: Record<string, string | number> = {}): OrdersNote => ({
    key,
    message: speak(key, values),
  });
  const counted = (key: OrdersNoteKey, n: number, values: Record<string, string | number> = {}): OrdersNote[] =>
    n > 0 ? [say(key, { n, ...values })] : [];
  const { returns, firstDay: first, lastDay: last } = census;
  const days = last === null ? 0 : daysBetween(last, rules.asOf);
  return [
    say('COLUMNS', { columns: columnsShown(mapping) }),
    say('READ', {
      lines: census.lines,
      customers: totals.ids.length,
      first: first ?? '-',
      last: last ?? '-',
      asOf: rules.asOf,
      timeZone: rules.timeZone,
    }),
    ...counted('WITHOUT_CUSTOMER', census.withoutCustomer),
    ...counted('UNREADABLE', census.unreadable),
    ...counted('OUTSIDE', census.outsideWindow),
    ...counted('REPEATS', census.repeats, { rule: rules.duplicates }),
    ...counted('RETURNS', returns.lines, {
      rule: rules.returns,
      amount: amount.format(returns.amount),
      unmatched: returns.unmatchedLines,
      unmatchedAmount: amount.format(returns.unmatchedAmount),
    }),
    ...(repeatsTotals(census) || rules.orderTotal === 'once'
      ? [
          say('ORDER_TOTALS', {
            rule: rules.orderTotal,
            n: census.orderTotals?.orders ?? 0,
            share: share.format(shareOfSame(census)),
          }),
        ]
      : []),
    ...counted('FREE', census.free, { rule: rules.free }),
    ...counted('LEFT_OUT', census.customersLeftOut),
    ...(days > LONG_AGO_DAYS && last !== null
      ? [say('LONG_AGO', { days, asOf: rules.asOf, after: dayAfter(last, 1) })]
      : []),
    ...(mapping.category === undefined && mapping.product === undefined ? [say('NO_DIVERSITY')] : []),
    ...(mapping.points === undefined ? [say('LOYALTY')] : []),
  ];
}

/** The same as they are kept and told to who has parameters instead of flags. */
export function fileNotesOf(read: ReadOrders, language: Language): FileNote[] {
  return ordersNotesOf(read, language).map(({ key, message }) => ({ code: key, message: inParameters(message) }));
}

/** Messages name flags of the command; a caller of the service has parameters. */
export function inParameters(message: string): string {
  return message.replaceAll(/(?<![\w-])--([a-z][a-z-]*)/g, (_, flag: string) => flag.replaceAll('-', '_'));
}

function shareOfSame({ orderTotals }: ReadOrders['census']): number {
  return orderTotals && orderTotals.orders > 0 ? orderTotals.same / orderTotals.orders : 0;
}

/** Whether amounts look like totals of orders that each of their lines repeats. */
function repeatsTotals(census: ReadOrders['census']): boolean {
  return (census.orderTotals?.orders ?? 0) >= FEWEST_ORDERS && shareOfSame(census) >= MOST_ARE_SAME;
}

function columnsShown({ quantity, price, ...others }: Mapping): string {
  const pairs = Object.entries({
    ...others,
    ...(quantity === undefined || price === undefined ? {} : { amount: `${quantity} x ${price}` }),
  });
  return pairs.map(([role, column]) => `${role} = ${column}`).join(', ');
}
